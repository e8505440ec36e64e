#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.5.0' }

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'Simulator.psm1') -Force
    $script:cloud = Start-Simulator -Connect
}

AfterAll {
    Stop-Simulator $cloud
}

Describe 'Get-BambuDevice' {
    Context 'choosing printers' {
        It 'gives all of the account, with one call' {
            $before = (Get-SimulatorState $cloud).requests.'GET /v1/iot-service/api/user/bind'
            $devices = Get-BambuDevice
            $devices | Should -BeOfType BambuCloud.BambuDevice
            $devices.DeviceId | Should -Be $cloud.Devices
            (Get-SimulatorState $cloud).requests.'GET /v1/iot-service/api/user/bind' | Should -Be ($before + 1)
        }

        It 'gives <Count> for <Name>' -ForEach @(
            @{ Name = 'P1S 1'; Count = 1 }
            @{ Name = 'p1s 1'; Count = 1 }
            @{ Name = 'P1*'; Count = 2 }
            @{ Name = 'P1? 1', 'X1*'; Count = 3 }
            @{ Name = 'P1S*', 'P1*'; Count = 2 }
            @{ Name = '*'; Count = 4 }
            @{ Name = '[AX]1*'; Count = 2 }
        ) {
            Get-BambuDevice $Name -ErrorAction Stop | Should -HaveCount $Count
        }

        It 'gives those that are online with -Online' {
            $devices = Get-BambuDevice -Online
            $devices | Should -HaveCount 3
            $devices.Online | Should -Not -Contain $false
        }

        It 'gives those that are not with -Online:$false' {
            $device = Get-BambuDevice -Online:$false
            $device.DeviceId | Should -Be $cloud.Devices[3]
        }

        It 'gives those of a model, by name, code or pattern, in any case: <Model>' -ForEach @(
            @{ Model = 'P1S'; Expected = 'P1S 1' }
            @{ Model = 'c12'; Expected = 'P1S 1' }
            @{ Model = 'x1*'; Expected = 'X1 Carbon 1' }
            @{ Model = 'A1', 'P1P'; Expected = 'A1 1', 'P1P 1' }
            @{ Model = 'H2D'; Expected = $null }
        ) {
            (Get-BambuDevice -Model $Model).Name | Should -Be $Expected
        }

        It 'gives those in a state, and of several conditions those that meet all' {
            Invoke-Simulator $cloud "printers/$($cloud.Devices[0])/start"
            try {
                (Get-BambuDevice -State Running, Preparing).Name | Should -Be 'P1S 1'
                Get-BambuDevice -State Running, Preparing -Model A1 | Should -BeNullOrEmpty
                Get-BambuDevice -State Running, Preparing -Online:$false | Should -BeNullOrEmpty
            }
            finally {
                Clear-Printer $cloud
            }
        }

        It 'takes ids with wildcards' {
            (Get-BambuDevice -DeviceId '00M*', $cloud.Devices[0]).DeviceId | Should -Be $cloud.Devices[1, 0]
        }

        It 'takes ids from the pipeline by property name' {
            $found = [pscustomobject]@{ DeviceId = $cloud.Devices[2] }, [pscustomobject]@{ DeviceId = $cloud.Devices[0] } | Get-BambuDevice
            $found.DeviceId | Should -Be $cloud.Devices[2, 0]
        }

        It 'gives its own output back' {
            (Get-BambuDevice | Get-BambuDevice).DeviceId | Should -Be $cloud.Devices
        }

        It 'goes on with ids that the history names' {
            (Get-BambuTask | Select-Object -First 1 | Get-BambuDevice).DeviceId | Should -BeIn $cloud.Devices
        }

        It 'calls the cloud once for a whole pipeline' {
            $before = (Get-SimulatorState $cloud).requests.'GET /v1/iot-service/api/user/bind'
            $null = $cloud.Devices | ForEach-Object { [pscustomobject]@{ DeviceId = $_ } } | Get-BambuDevice
            (Get-SimulatorState $cloud).requests.'GET /v1/iot-service/api/user/bind' | Should -Be ($before + 1)
        }

        It 'works in pipelines with the utility cmdlets' {
            Get-BambuDevice | Where-Object Online | Sort-Object Name -Descending | Select-Object -First 1 -ExpandProperty Name |
                Should -Be 'X1 Carbon 1'
            Get-BambuDevice | Group-Object Online | Sort-Object Count | Select-Object -ExpandProperty Count | Should -Be 1, 3
            (Get-BambuDevice | Measure-Object).Count | Should -Be 4
        }
    }

    Context 'missing printers' {
        It 'names each that is missing, and gives the others' {
            $found = Get-BambuDevice 'P1S 1', 'Prusa', 'Ender' -ErrorAction SilentlyContinue -ErrorVariable faults
            $found.Name | Should -Be 'P1S 1'
            $faults | Should -HaveCount 2
            $faults.TargetObject | Should -Be 'Prusa', 'Ender'
            $faults[0].FullyQualifiedErrorId | Should -BeLike 'BambuCloud.DeviceNotFound,*'
            $faults[0].CategoryInfo.Category | Should -Be 'ObjectNotFound'
            "$($faults[0])" | Should -BeLike "*'Prusa'*Get-BambuDevice*"
        }

        It 'names an id that is missing' {
            $fault = Get-Fault { Get-BambuDevice -DeviceId '01P00A999999999' }
            $fault.FullyQualifiedErrorId | Should -Be 'BambuCloud.DeviceNotFound,BambuCloud.Cmdlets.GetBambuDevice'
            $fault.TargetObject | Should -Be '01P00A999999999'
            "$fault" | Should -BeLike "*'01P00A999999999'*"
        }

        It 'ends with -ErrorAction Stop' {
            { Get-BambuDevice 'Prusa' -ErrorAction Stop } | Should -Throw -ErrorId 'BambuCloud.DeviceNotFound,*'
        }
    }

    Context 'a token that is no longer good' {
        It 'says so once' {
            Invoke-Simulator $cloud 'token/revoke'
            try {
                $fault = Get-Fault { Get-BambuDevice }
                $fault | Should -HaveCount 1
                $fault.FullyQualifiedErrorId | Should -BeLike 'BambuCloud.TokenRefused,*'
                $fault.CategoryInfo.Category | Should -Be 'AuthenticationError'
                (($fault | Get-Appearance) -join "`n").Contains($cloud.AccessToken) | Should -BeFalse
            }
            finally {
                Invoke-Simulator $cloud 'token/restore'
            }
            Get-BambuDevice | Should -HaveCount 4
        }
    }

    Context 'the access code' {
        It 'can be read by whoever asks for it' {
            $code = (Get-BambuDevice 'P1S 1').AccessCode
            $code | Should -BeOfType securestring
            ConvertFrom-SecureString $code -AsPlainText | Should -Match '^\d{8}$'
        }

        It 'is in no export and no view' {
            $devices = Get-BambuDevice
            $codes = $devices | ForEach-Object { ConvertFrom-SecureString $_.AccessCode -AsPlainText }
            $devices | Export-Csv -LiteralPath 'TestDrive:/devices.csv'
            $devices | ConvertTo-Json -Depth 5 | Set-Content -LiteralPath 'TestDrive:/devices.json'
            $devices | Export-Clixml -LiteralPath 'TestDrive:/devices.xml'
            $devices | ConvertTo-Html | Set-Content -LiteralPath 'TestDrive:/devices.html'
            $devices | Get-Appearance | Set-Content -LiteralPath 'TestDrive:/devices.txt'
            $files = Get-ChildItem -Path 'TestDrive:/devices.*'
            $files | Should -HaveCount 5
            foreach ($code in $codes) {
                $hidden = [Convert]::ToHexString([Text.Encoding]::Unicode.GetBytes($code))
                $files | Select-String -SimpleMatch -Pattern $code, $hidden | Should -BeNullOrEmpty
            }
        }

        It 'is missing in devices that come back from an export, and everything else is there' {
            Get-BambuDevice | Export-Clixml -LiteralPath 'TestDrive:/back.xml'
            $back = Import-Clixml -LiteralPath 'TestDrive:/back.xml'
            $back.DeviceId | Should -Be $cloud.Devices
            $back[0].Name | Should -Be 'P1S 1'
            $back[0].PSObject.Properties.Name | Should -Not -Contain 'AccessCode'
            ($back | Get-BambuDevice).DeviceId | Should -Be $cloud.Devices
        }
    }

    Context 'on a console' {
        It 'tells of its calls with -Verbose' {
            $lines = Get-BambuDevice -Verbose 4>&1 | Where-Object { $_ -is [Management.Automation.VerboseRecord] }
            $lines.Message | Should -BeLike 'GET /v1/iot-service/api/user/bind: HTTP 200 in * ms'
        }
    }

    Context 'the shape of the <ApiProfile> cloud' -ForEach @(
        @{ ApiProfile = 'documented'; Nozzle = $null; Structure = $null }
        @{ ApiProfile = 'live'; Nozzle = 0.4; Structure = 'CoreXY' }
    ) {
        BeforeAll {
            $script:other = Start-Simulator -ApiProfile $ApiProfile -Connect
        }

        AfterAll {
            Stop-Simulator $other
            Connect-Simulator $cloud
        }

        It 'is read as it is' {
            $device = Get-BambuDevice 'P1S 1'
            $device.DeviceId | Should -Be $other.Devices[0]
            $device.Online | Should -BeTrue
            $device.State | Should -Be 'Unknown'
            $device.RawState | Should -Be 'ACTIVE'
            $device.ModelCode | Should -Be 'C12'
            $device.Model | Should -Be 'P1S'
            $device.NozzleDiameter | Should -Be $Nozzle
            $device.Structure | Should -Be $Structure
            ConvertFrom-SecureString $device.AccessCode -AsPlainText | Should -Match '^\d{8}$'
        }
    }

    Context 'an account' {
        It 'without printers has none, and that is no error' {
            $none = Start-Simulator -Printers 0
            try {
                Connect-Simulator $none
                Get-BambuDevice -ErrorAction Stop | Should -BeNullOrEmpty
                Get-BambuDevice -Online | Send-BambuPrint -Path (Get-TestFile) -ErrorAction Stop | Should -BeNullOrEmpty
                (Get-SimulatorState $none).completeUploads | Should -Be 0
            }
            finally {
                Stop-Simulator $none
                Connect-Simulator $cloud
            }
        }

        It 'with a thousand printers has them all' {
            $many = Start-Simulator -Printers 1000 -Tasks 0 -Speed 1
            try {
                Connect-Simulator $many
                Get-BambuDevice | Should -HaveCount 1000
                Get-BambuDevice | Select-Object -First 2 | Should -HaveCount 2
            }
            finally {
                Stop-Simulator $many
                Connect-Simulator $cloud
            }
        }
    }
}
