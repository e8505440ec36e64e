#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.5.0' }

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'Simulator.psm1') -Force
    $script:cube = Get-TestFile
    $script:cloud = Start-Simulator -Speed 3000
    $script:p1s, $script:x1, $script:a1, $script:offline = $cloud.Devices
}

AfterAll {
    Stop-Simulator $cloud
}

Describe 'Pipelines that people write' {
    BeforeAll {
        Connect-Simulator $cloud
    }

    BeforeEach {
        Clear-Printer $cloud
    }

    It 'lead from printers over a print to its end and its place in the history' {
        $tasks = Get-BambuDevice -Online | Send-BambuPrint -Path $cube | Wait-BambuPrint -PassThru -TimeoutSec 30 | Get-BambuTask
        $tasks.DeviceId | Sort-Object | Should -Be ($p1s, $x1, $a1 | Sort-Object)
        $tasks.Status | Should -Be 'Finished', 'Finished', 'Finished'
    }

    It 'lead from a file over its upload to a print' {
        $before = (Get-SimulatorState $cloud).completeUploads
        $result = Get-Item $cube | Send-BambuFile | Send-BambuPrint -DeviceId $p1s | Wait-BambuPrint -PassThru -TimeoutSec 30
        $result.Outcome | Should -Be 'Finished'
        $result.DeviceId | Should -Be $p1s
        (Get-SimulatorState $cloud).completeUploads - $before | Should -Be 1
    }

    It 'sum up the history' {
        $byPrinter = Get-BambuTask -Since (Get-Date).AddDays(-30) | Group-Object DeviceId | ForEach-Object {
            [pscustomobject]@{
                DeviceId = $_.Name; Grams = ($_.Group | Measure-Object Grams -Sum).Sum
                Hours = ($_.Group.Duration.TotalHours | Measure-Object -Sum).Sum
            }
        }
        ($byPrinter.Grams | Measure-Object -Sum).Sum | Should -BeGreaterThan 0
        ($byPrinter.Grams | Measure-Object -Sum).Sum | Should -BeLessThan ((Get-BambuTask | Measure-Object Grams -Sum).Sum + 0.001)
        ($byPrinter | Get-BambuDevice).DeviceId | Should -Be $byPrinter.DeviceId
    }

    It 'end everything upstream with the first event that is wanted, and leave nothing behind' {
        $end = Get-BambuDevice -Online | Send-BambuPrint -Path $cube | Watch-BambuPrinter | Where-Object Type -EQ PrintFinished |
            Select-Object -First 1
        $end.Type | Should -Be 'PrintFinished'
        $null = Wait-Condition -TimeoutSec 5 -Because 'no client should be left at the broker' {
            (Get-SimulatorState $cloud).mqttClients -eq 0
        }
    }

    It 'end with an error that a script block downstream throws, and leave nothing behind' {
        { Watch-BambuPrinter $p1s | ForEach-Object { throw 'enough' } } | Should -Throw 'enough'
        $null = Wait-Condition -TimeoutSec 5 -Because 'no client should be left at the broker' {
            (Get-SimulatorState $cloud).mqttClients -eq 0
        }
    }

    It 'go from an event to the printer that it is about' {
        $info = Watch-BambuPrinter $x1 -EventType Snapshot | Select-Object -First 1 | Get-BambuDeviceInfo
        $info.DeviceId | Should -Be $x1
    }

    It 'go from states to printers that are chosen by them' {
        (Get-BambuPrinterStatus | Where-Object State -EQ Offline | Get-BambuDevice).DeviceId | Should -Be $offline
    }
}

Describe 'Objects that come back from <Format>' -ForEach @(
    @{ Format = 'CSV'; Trip = { $input | ConvertTo-Csv | ConvertFrom-Csv } }
    @{ Format = 'JSON'; Trip = { $input | ConvertTo-Json -Depth 6 -EnumsAsStrings | ConvertFrom-Json } }
    @{
        Format = 'CLIXML'
        Trip = { [Management.Automation.PSSerializer]::Deserialize([Management.Automation.PSSerializer]::Serialize(@($input))) }
    }
) {
    BeforeAll {
        Connect-Simulator $cloud
    }

    BeforeEach {
        Clear-Printer $cloud
    }

    It 'are the same printers' {
        (Get-BambuDevice | Select-Object * -ExcludeProperty AccessCode | & $Trip | Get-BambuFirmware).DeviceId | Should -Be $cloud.Devices
    }

    It 'are the same tasks, with leading zeros and all' {
        $tasks = Get-BambuTask -First 5
        ($tasks | & $Trip | Get-BambuTask).TaskId | Sort-Object | Should -Be ($tasks.TaskId | Sort-Object)
    }

    It 'are the same messages' {
        (Get-BambuNotification | & $Trip | Set-BambuNotification -Read -PassThru).NotificationId | Sort-Object |
            Should -Be ((Get-BambuNotification).NotificationId | Sort-Object)
    }

    It 'are the same projects' {
        (Get-BambuProject -First 3 | & $Trip | Get-BambuProject).ProjectId | Should -Be 'proj_001', 'proj_002', 'proj_003'
    }

    It 'are the same files, whatever stands in the current folder' {
        $elsewhere, $here = 'elsewhere', 'here' | ForEach-Object { (New-Item -ItemType Directory -Path "TestDrive:/$_" -Force).FullName }
        Copy-Item -LiteralPath $cube -Destination "$elsewhere/cube [1].3mf"
        Copy-Item -LiteralPath (Get-TestFile 'cube-unsliced.3mf') -Destination "$here/cube [1].3mf"
        foreach ($location in $here, 'Env:') {
            Push-Location -LiteralPath $location
            try {
                $file = Get-BambuPrintFile -LiteralPath "$elsewhere/cube [1].3mf"
                ($file | & $Trip | Get-BambuPrintFile).Path | Should -Be $file.Path
                ($file | & $Trip | Send-BambuFile).Length | Should -Be (Get-Item -LiteralPath $cube).Length
                ($file | Get-BambuPrintFile | Send-BambuFile).Length | Should -Be (Get-Item -LiteralPath $cube).Length
            }
            finally {
                Pop-Location
            }
        }
    }

    It 'are the same prints, which can be waited for' {
        (Send-BambuPrint $cube -DeviceId $p1s | & $Trip | Wait-BambuPrint -PassThru -TimeoutSec 30).Outcome | Should -Be 'Finished'
    }

    It 'are the same states and events' {
        (Get-BambuPrinterStatus $p1s, $x1 | & $Trip | Get-BambuDeviceInfo).DeviceId | Sort-Object | Should -Be ($p1s, $x1 | Sort-Object)
        (Watch-BambuPrinter $p1s, $x1 -EventType Snapshot | Select-Object -First 2 | & $Trip | Get-BambuDeviceInfo).DeviceId | Sort-Object |
            Should -Be ($p1s, $x1 | Sort-Object)
    }
}

Describe 'Two accounts' {
    BeforeAll {
        $script:other = Start-Simulator -Printers 2 -Connect
        $script:there = Get-BambuSession
        Rename-BambuDevice 'P1S 1' Elsewhere
        Connect-Simulator $cloud
        $script:here = Get-BambuSession
    }

    AfterAll {
        $there | Disconnect-BambuCloud
        Stop-Simulator $other
        Connect-Simulator $cloud
    }

    It 'have their objects asked about where these came from: <Command>' -ForEach @(
        foreach ($command in 'Get-BambuPrinterStatus', 'Get-BambuDevice', 'Get-BambuDeviceInfo',
            'Watch-BambuPrinter | Select-Object -First 1') { @{ Command = $command } }
    ) {
        $got = & ([scriptblock]::Create("Get-BambuDevice Elsewhere -Session `$there | $Command"))
        $got.Printer | Should -Be 'Elsewhere'
    }

    It 'are listed together with both sessions' {
        (Get-BambuDevice -Session $here, $there).Name | Should -Contain 'Elsewhere'
        (Get-BambuDevice -Session $here, $there) | Should -HaveCount ($cloud.Devices.Count + 2)
        (Get-BambuPrinterStatus Elsewhere -Session $here, $there).DeviceName | Should -Be 'Elsewhere'
    }
}
