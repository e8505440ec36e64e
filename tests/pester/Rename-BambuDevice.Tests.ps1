#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.5.0' }

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'Simulator.psm1') -Force
    $script:route = 'PATCH /v1/iot-service/api/user/device/info'
}

Describe 'Rename-BambuDevice in the <ApiProfile> cloud' -ForEach @(
    @{ ApiProfile = 'documented' }
    @{ ApiProfile = 'live' }
) {
    BeforeAll {
        $script:cloud = Start-Simulator -ApiProfile $ApiProfile -Connect
        $script:names = (Get-BambuDevice).Name
    }

    BeforeEach {
        0..3 | ForEach-Object { Rename-BambuDevice $cloud.Devices[$_] $names[$_] }
    }

    AfterAll {
        Stop-Simulator $cloud
    }

    It 'gives a printer another name, and writes nothing' {
        Rename-BambuDevice -DeviceId $cloud.Devices[1] -NewName 'Upstairs' | Should -BeNullOrEmpty
        (Get-BambuDevice).Name | Should -Be 'P1S 1', 'Upstairs', 'A1 1', 'P1P 1'
    }

    It 'takes the name "<_>" as it is' `
        -ForEach "`u{130}stanbul `u{131}`u{15f}`u{131}k", "`u{6253}`u{5370}`u{673a} `u{1f5a8}", 'a "quoted" \ name', '  spaces  ', '*' {
        Rename-BambuDevice $cloud.Devices[0] $_
        (Get-BambuDevice -DeviceId $cloud.Devices[0]).Name | Should -BeExactly $_
    }

    It 'writes the printer as the cloud has it then with -PassThru' {
        $device = Rename-BambuDevice (Get-BambuDevice 'A1*') 'Attic' -PassThru
        $device | Should -BeOfType BambuCloud.BambuDevice
        $device.DeviceId | Should -Be $cloud.Devices[2]
        $device.Name | Should -Be 'Attic'
        ($device | Get-View) -join "`n" | Should -BeLike '*Attic*'
    }

    It 'makes new names from the old ones in a pipeline' {
        Get-BambuDevice 'P1*' | Rename-BambuDevice -NewName { "Room 7 $($_.Name)" }
        (Get-BambuDevice).Name | Should -Be 'Room 7 P1S 1', 'X1 Carbon 1', 'A1 1', 'Room 7 P1P 1'
    }

    It 'takes printers and names from a file' {
        Get-BambuDevice | Select-Object DeviceId, @{ Name = 'NewName'; Expression = { "Printer $($_.DeviceId[-1])" } } |
            Export-Csv -LiteralPath 'TestDrive:/names.csv'
        (Import-Csv -LiteralPath 'TestDrive:/names.csv' | Rename-BambuDevice -PassThru).Name |
            Should -Be 'Printer 1', 'Printer 2', 'Printer 3', 'Printer 4'
    }

    It 'names one that is missing, and renames the others' {
        $devices = 'nobody', $cloud.Devices[3] | ForEach-Object { [pscustomobject]@{ DeviceId = $_ } } |
            Rename-BambuDevice -NewName 'Last' -PassThru -ErrorAction SilentlyContinue -ErrorVariable faults
        $devices.DeviceId | Should -Be $cloud.Devices[3]
        $faults | Should -HaveCount 1
        $faults[0].FullyQualifiedErrorId | Should -Be 'BambuCloud.DeviceNotFound,BambuCloud.Cmdlets.RenameBambuDevice'
        $faults[0].CategoryInfo.Category | Should -Be 'ObjectNotFound'
        $faults[0].TargetObject | Should -Be 'nobody'
        "$($faults[0])" | Should -BeLike "*'nobody'*Get-BambuDevice*"
    }

    It 'gives no name to several printers, and renames none<When>' -ForEach @(
        @{ When = ''; More = @{} }
        @{ When = ' with -WhatIf'; More = @{ WhatIf = $true } }
    ) {
        $before = (Get-BambuDevice).Name
        $fault = Get-Fault { Get-BambuDevice | Rename-BambuDevice -NewName 'Same' @More }
        $fault.FullyQualifiedErrorId | Should -Be 'BambuCloud.DeviceNameAmbiguous,BambuCloud.Cmdlets.RenameBambuDevice'
        "$fault" | Should -BeLike "4 printers*'Same'*$($cloud.Devices[0])*$($cloud.Devices[3])*None was renamed*"
        (Get-BambuDevice).Name | Should -Be $before
    }

    It 'takes no name of blanks' {
        { Rename-BambuDevice x "  `t" } | Should -Throw -ErrorId 'ParameterArgumentValidationError*,*'
    }

    It 'renames nothing with <Name>' -ForEach @(
        @{
            Name = '-WhatIf'
            Script = { Get-BambuDevice | Select-Object -First 1 | Rename-BambuDevice -NewName 'Same' -WhatIf -PassThru }; Asks = $false
        }
        @{
            Name = '-Confirm where nobody answers'
            Script = { Get-BambuDevice | Select-Object -First 1 | Rename-BambuDevice -NewName 'Same' -Confirm }; Asks = $true
        }
    ) {
        $before = Get-RequestCount $cloud $route
        $run = Invoke-Pipeline $Script
        $run.Output | Should -BeNullOrEmpty
        $run.Error | Should -HaveCount ($Asks ? 1 : 0)
        "$($run.Error)" -like "*Rename*$($cloud.Devices[0])) to 'Same'*" | Should -Be $Asks
        Get-RequestCount $cloud $route | Should -Be $before
    }
}
