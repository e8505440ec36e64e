#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.5.0' }

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'Simulator.psm1') -Force
    $script:route = 'DELETE /v1/iot-service/api/user/bind'
}

Describe 'Unregister-BambuDevice in the <ApiProfile> cloud' -ForEach @(
    @{ ApiProfile = 'documented' }
    @{ ApiProfile = 'live' }
) {
    BeforeAll {
        $script:cloud = Start-Simulator -ApiProfile $ApiProfile -Connect
        $script:p1s, $script:x1, $script:a1, $script:p1p = $cloud.Devices
        $script:names = Get-BambuDevice | Group-Object DeviceId -AsHashTable -AsString
    }

    AfterAll {
        Stop-Simulator $cloud
    }

    # Whatever was taken out is bound again.
    AfterEach {
        Clear-SimulatorFault $cloud
        $present = (Get-BambuDevice).DeviceId
        foreach ($id in $cloud.Devices | Where-Object { $_ -notin $present }) {
            $null = Register-BambuDevice $id $names[$id].Name (ConvertTo-Token '12345678')
        }
    }

    Context 'taking printers out' {
        It 'takes one out, and writes nothing' {
            Unregister-BambuDevice $p1s -Confirm:$false | Should -BeNullOrEmpty
            (Get-BambuDevice).DeviceId | Sort-Object | Should -Be ($x1, $a1, $p1p | Sort-Object)
        }

        It 'takes printers as <Name>' -ForEach @(
            @{ Name = 'an array'; Command = { Unregister-BambuDevice -DeviceId $x1, $a1 -Confirm:$false } }
            @{ Name = 'ids from the pipeline'; Command = { $x1, $a1 | Unregister-BambuDevice -Confirm:$false } }
            @{ Name = 'devices from the pipeline'; Command = { Get-BambuDevice 'X1*', 'A1*' | Unregister-BambuDevice -Confirm:$false } }
            @{ Name = 'devices'; Command = { Unregister-BambuDevice (Get-BambuDevice -DeviceId $x1, $a1) -Confirm:$false } }
            @{ Name = 'whatever has a DeviceId'; Command = { Get-BambuFirmware $x1, $a1 | Unregister-BambuDevice -Confirm:$false } }
        ) {
            & $Command
            (Get-BambuDevice).DeviceId | Sort-Object | Should -Be ($p1s, $p1p | Sort-Object)
        }

        It 'writes each as it was with -PassThru, after one more call' {
            $before = Get-RequestCount $cloud 'GET /v1/iot-service/api/user/bind'
            $gone = Unregister-BambuDevice $p1s, $x1 -PassThru -Confirm:$false
            $gone | Should -BeOfType BambuCloud.BambuDevice
            $gone.Name | Should -Be 'P1S 1', 'X1 Carbon 1'
            (Get-RequestCount $cloud 'GET /v1/iot-service/api/user/bind') - $before | Should -Be 1
        }

        It 'sends one call for a printer that is named twice, in upper and lower case' {
            $before = Get-RequestCount $cloud $route
            $p1s, $p1s.ToLowerInvariant() | Unregister-BambuDevice -Confirm:$false -ErrorAction Stop
            (Get-RequestCount $cloud $route) - $before | Should -Be 1
        }

        It 'is no failure when the first answer was lost' {
            Add-SimulatorFault $cloud $route Lost
            $before = Get-RequestCount $cloud $route
            Unregister-BambuDevice $p1s -Confirm:$false -ErrorAction Stop
            (Get-RequestCount $cloud $route) - $before | Should -Be 2
            (Get-BambuDevice).DeviceId | Should -Not -Contain $p1s
        }
    }

    Context 'what goes wrong' {
        It 'names one that is missing, and takes the others out' {
            $p1s, '01P00A999999999', $x1 | Unregister-BambuDevice -Confirm:$false -ErrorAction SilentlyContinue -ErrorVariable faults
            $faults | Should -HaveCount 1
            $faults[0].FullyQualifiedErrorId | Should -Be 'BambuCloud.DeviceNotFound,BambuCloud.Cmdlets.UnregisterBambuDevice'
            $faults[0].CategoryInfo.Category | Should -Be 'ObjectNotFound'
            $faults[0].TargetObject | Should -Be '01P00A999999999'
            "$($faults[0])" | Should -BeLike "*'01P00A999999999'*Get-BambuDevice*"
            Get-BambuDevice | Should -HaveCount 2
        }

    }

    Context 'with -WhatIf and -Confirm' {
        It 'takes nothing out with -WhatIf, also with -PassThru' {
            $before = Get-RequestCount $cloud 'DELETE *'
            $run = Invoke-Pipeline { Get-BambuDevice | Unregister-BambuDevice -WhatIf -PassThru }
            $run.Output + $run.Error | Should -BeNullOrEmpty
            Get-RequestCount $cloud 'DELETE *' | Should -Be $before
        }

        It 'asks of itself, and takes nothing out where nobody answers' {
            $before = Get-RequestCount $cloud 'DELETE *'
            $run = Invoke-Pipeline -Variables @{ id = $p1s } { Unregister-BambuDevice $id }
            "$($run.Error)" | Should -BeLike "*Unbind from the account*$p1s*"
            Get-RequestCount $cloud 'DELETE *' | Should -Be $before
        }
    }
}

Describe 'Unregister-BambuDevice at a prompt' {
    BeforeAll {
        $script:cloud = Start-Simulator -Connect
        $script:all = Get-BambuDevice
    }

    AfterAll {
        Stop-Simulator $cloud
    }

    # All are bound anew, so that they are listed in the same order again.
    AfterEach {
        Get-BambuDevice | Unregister-BambuDevice -Confirm:$false
        $null = $all | Register-BambuDevice -BindCode (ConvertTo-Token '12345678')
    }

    It 'takes out what <Answer> says to <Command>, of 4 printers' -ForEach @(
        @{ Command = 'Unregister-BambuDevice'; Answer = 'Yes'; Gone = 'P1S 1', 'X1 Carbon 1', 'A1 1', 'P1P 1'; Asked = 1 }
        @{ Command = 'Unregister-BambuDevice'; Answer = 'No'; Gone = @(); Asked = 1 }
        @{ Command = 'Unregister-BambuDevice -Confirm:$false'; Answer = @(); Gone = 'P1S 1', 'X1 Carbon 1', 'A1 1', 'P1P 1'; Asked = 0 }
    ) {
        $run = Invoke-Answered "Get-BambuDevice | $Command -PassThru" $Answer
        $run.Error | Should -BeNullOrEmpty
        @($run.Output | ForEach-Object Name) | Should -Be $Gone
        $run.Asked | Should -HaveCount $Asked
        $run.Asked | ForEach-Object {
            $_ | Should -BeLike '*Unbind from the account*" on target "4 printers:*P1S 1 (01P00A000000001), which *P1P 1 (*'
        }
        (Get-BambuDevice).Name | Should -Be ('P1S 1', 'X1 Carbon 1', 'A1 1', 'P1P 1' | Where-Object { $_ -notin $Gone })
    }

    It 'says what it would do with -WhatIf, and asks nothing' {
        $run = Invoke-Answered 'Get-BambuDevice | Unregister-BambuDevice -WhatIf' @()
        $run.Asked | Should -BeNullOrEmpty
        $run.Lines | Should -HaveCount 1
        Get-BambuDevice | ForEach-Object { $run.Lines | Should -BeLike "What if: *Unbind from the account*$($_.Name) ($($_.DeviceId))*" }
        Get-BambuDevice | Should -HaveCount 4
    }
}
