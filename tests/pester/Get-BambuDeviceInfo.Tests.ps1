#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.5.0' }

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'Simulator.psm1') -Force
    $script:route = 'GET /v1/iot-service/api/user/device/info'
}

Describe 'Get-BambuDeviceInfo' {
    BeforeAll {
        $script:cloud = Start-Simulator -Connect
    }

    AfterAll {
        Stop-Simulator $cloud
    }

    It 'gives all printers, with one call' {
        $before = Get-RequestCount $cloud $route
        $all = Get-BambuDeviceInfo
        $all | Should -BeOfType BambuCloud.BambuDeviceInfo
        $all.DeviceId | Should -Be $cloud.Devices
        (Get-RequestCount $cloud $route) - $before | Should -Be 1
    }

    It 'says how each is' {
        $info = Get-BambuDeviceInfo $cloud.Devices[3]
        $info.Name | Should -Be 'P1P 1'
        $info.Model | Should -Be 'P1P'
        $info.Online | Should -BeFalse
        $info.RawStatus | Should -Be 'offline'
        $info.FirmwareVersion | Should -Be '01.08.02.00'
        $info.NozzleTemperature | Should -BeOfType double
        $info.BedTemperature | Should -Be 24
        "$info" | Should -Be 'P1P 1'
    }

    It 'takes printers as <Name>' -ForEach @(
        @{ Name = 'ids with wildcards'; Command = { Get-BambuDeviceInfo '01?*' } }
        @{ Name = 'an array'; Command = { Get-BambuDeviceInfo $cloud.Devices[0, 3] } }
        @{ Name = 'ids from the pipeline'; Command = { $cloud.Devices[0, 3] | Get-BambuDeviceInfo } }
        @{ Name = 'devices from the pipeline'; Command = { Get-BambuDevice 'P1*' | Get-BambuDeviceInfo } }
        @{ Name = 'devices'; Command = { Get-BambuDeviceInfo (Get-BambuDevice 'P1*') } }
        @{
            Name = 'tasks from the pipeline'
            Command = { Get-BambuTask -TaskId 410000000, 410000003 | Sort-Object TaskId | Get-BambuDeviceInfo }
        }
        @{ Name = 'its own output'; Command = { Get-BambuDeviceInfo '01?*' | Get-BambuDeviceInfo } }
    ) {
        (& $Command).DeviceId | Should -Be $cloud.Devices[0, 3]
    }

    It 'names one that is missing, and gives the others' {
        $found = $cloud.Devices[0], 'nobody', $cloud.Devices[1] | Get-BambuDeviceInfo -ErrorAction SilentlyContinue -ErrorVariable faults
        $found.DeviceId | Should -Be $cloud.Devices[0, 1]
        $faults | Should -HaveCount 1
        $faults[0].FullyQualifiedErrorId | Should -Be 'BambuCloud.DeviceNotFound,BambuCloud.Cmdlets.GetBambuDeviceInfo'
        $faults[0].CategoryInfo.Category | Should -Be 'ObjectNotFound'
        $faults[0].TargetObject | Should -Be 'nobody'
        "$($faults[0])" | Should -BeLike "*'nobody'*Get-BambuDevice*"
    }

    It 'is exported without secrets, and comes back' {
        $codes = Get-BambuDevice | ForEach-Object { ConvertFrom-SecureString $_.AccessCode -AsPlainText }
        Get-BambuDeviceInfo | Test-Exposure ($codes + $cloud.AccessToken) | Should -BeFalse
        Get-BambuDeviceInfo | Export-Csv -LiteralPath 'TestDrive:/info.csv'
        (Import-Csv -LiteralPath 'TestDrive:/info.csv' | Get-BambuDeviceInfo).DeviceId | Should -Be $cloud.Devices
        Get-BambuDeviceInfo | Export-Clixml -LiteralPath 'TestDrive:/info.xml'
        (Import-Clixml -LiteralPath 'TestDrive:/info.xml').NozzleTemperature | Should -Be (Get-BambuDeviceInfo).NozzleTemperature
    }
}

Describe 'Get-BambuDeviceInfo of an account with <Printers> printers' -ForEach @(
    @{ Printers = 0 }
    @{ Printers = 1 }
) {
    It 'gives as many' {
        $cloud = Start-Simulator -Printers $Printers
        try {
            Connect-Simulator $cloud
            Get-BambuDeviceInfo -ErrorAction Stop | Should -HaveCount $Printers
        }
        finally {
            Stop-Simulator $cloud
        }
    }
}

Describe 'Get-BambuDeviceInfo of the live cloud' {
    It 'says that the service has no such read, and what to use instead' {
        $script:cloud = Start-Simulator -ApiProfile live -Connect
        try {
            $fault = Get-Fault { Get-BambuDeviceInfo }
            $fault.FullyQualifiedErrorId | Should -BeLike 'BambuCloud.MethodNotAllowed,*'
            "$fault" | Should -BeLike '*HTTP 405*Get-BambuPrinterStatus*'
        }
        finally {
            Stop-Simulator $cloud
        }
    }
}
