#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.5.0' }

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'Simulator.psm1') -Force
    $script:route = 'GET /v1/iot-service/api/user/device/version'
}

Describe 'Get-BambuFirmware of the <ApiProfile> cloud' -ForEach @(
    @{ ApiProfile = 'documented'; Offered = 0; Beta = $null; Ams = $null }
    @{ ApiProfile = 'live'; Offered = 4; Beta = '01.10.00.00'; Ams = '00.00.06.40' }
) {
    BeforeAll {
        $script:cloud = Start-Simulator -ApiProfile $ApiProfile -Connect
    }

    AfterAll {
        Stop-Simulator $cloud
    }

    It 'gives all printers, with one call where the cloud names them' {
        $before = Get-RequestCount $cloud $route
        $all = @(Get-BambuFirmware)
        $all | Should -BeOfType BambuCloud.BambuDeviceFirmware
        $all.DeviceId | Should -Be $cloud.Devices
        (Get-RequestCount $cloud $route) - $before | Should -Be ($ApiProfile -eq 'live' ? 1 : 5)
    }

    It 'tells which printers can be updated, and to what' {
        $updates = Get-BambuDevice | Get-BambuFirmware | Where-Object UpdateAvailable
        $updates.DeviceId | Should -Be $cloud.Devices
        foreach ($version in $updates) {
            $version.CurrentVersion | Should -Be '01.08.02.00'
            $version.LatestVersion | Should -Be '01.09.00.00'
            $version.UpdateAvailable | Should -BeTrue
            $version.BetaVersion | Should -Be $Beta
            $version.ReleaseNotes | Should -Be 'Better first layers. Fixes for the AMS.'
            $version.Firmware | Should -HaveCount $Offered
            $version.Ams.CurrentVersion | Should -Be $Ams
            "$version" | Should -Be '01.08.02.00'
        }
    }

    It 'holds no credential of an address' {
        $versions = Get-BambuDevice | Get-BambuFirmware
        $versions | Test-Exposure 'f00d', 'auth_key', $cloud.AccessToken | Should -BeFalse
        $versions.Firmware + $versions.Ams.Firmware | Where-Object Url | ForEach-Object { $_.Url.Query | Should -BeNullOrEmpty }
    }

    It 'takes printers as <Name>' -ForEach @(
        @{ Name = 'ids with wildcards'; Command = { Get-BambuFirmware '01?*' } }
        @{ Name = 'an array'; Command = { Get-BambuFirmware $cloud.Devices[0, 3] } }
        @{ Name = 'ids from the pipeline'; Command = { $cloud.Devices[0, 3] | Get-BambuFirmware } }
        @{ Name = 'devices'; Command = { Get-BambuFirmware (Get-BambuDevice 'P1*') } }
        @{ Name = 'its own output'; Command = { Get-BambuFirmware '01?*' | Get-BambuFirmware } }
    ) {
        (& $Command).DeviceId | Should -Be $cloud.Devices[0, 3]
    }

    It 'names one that is missing, and gives the others' {
        $found = $cloud.Devices[0], 'nobody', $cloud.Devices[1] | Get-BambuFirmware -ErrorAction SilentlyContinue -ErrorVariable faults
        $found.DeviceId | Should -Be $cloud.Devices[0, 1]
        $faults | Should -HaveCount 1
        $faults[0].FullyQualifiedErrorId | Should -Be 'BambuCloud.DeviceNotFound,BambuCloud.Cmdlets.GetBambuFirmware'
        $faults[0].CategoryInfo.Category | Should -Be 'ObjectNotFound'
        $faults[0].TargetObject | Should -Be 'nobody'
        "$($faults[0])" | Should -BeLike "*'nobody'*Get-BambuDevice*"
    }
}
