#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.5.0' }

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'Simulator.psm1') -Force
    $script:cloud = Start-Simulator -Speed 1 -Connect # Prints go on until they are cancelled.
    $script:cube = Get-TestFile
    $script:p1s, $script:x1, $script:a1, $script:offline = $cloud.Devices
}

AfterAll {
    Stop-Simulator $cloud
}

Describe 'Get-BambuPrinterStatus' {
    BeforeEach {
        Clear-Printer $cloud
    }

    Context 'what a script can do with a state' {
        It 'reads it by index, count, member and as JSON, and changes nothing of it' {
            $status = Get-BambuPrinterStatus $p1s
            $status.Ams[0].Trays.Count | Should -Be 4
            $status.Ams[0].Trays[0].Material | Should -Be 'PLA'
            @($status.Ams.Trays).Count | Should -Be 4
            ($status | ConvertTo-Json -Depth 5 | ConvertFrom-Json).Ams[0].Trays[2].Material | Should -Be 'PETG'
            $status.Lights['chamber_light'] | Should -Be 'off'
            foreach ($change in { $status.Ams.Clear() }, { $status.Ams[0] = $null },
                { $status.Ams[0].Trays[0].Material = 'ABS' }, { $status.Ams.Add($null) },
                { $status.Lights['chamber_light'] = 'on' }, { $status.Lights.Clear() },
                { $status.Progress = 99 }, { $status.Hms.Clear() }) {
                $change | Should -Throw -Because $change
            }
            (Get-BambuPrinterStatus $p1s).Ams[0].Trays[0].Material | Should -Be 'PLA'
        }
    }

    Context 'which printers' {
        It 'gives one state for each printer of the account, and those that do not answer as offline' {
            $all = Get-BambuPrinterStatus -TimeoutSec 5 -ErrorAction Stop
            $all | Should -BeOfType BambuCloud.BambuPrinterStatus
            $all.DeviceId | Sort-Object | Should -Be ($cloud.Devices | Sort-Object)
            ($all | Where-Object State -EQ Offline).DeviceId | Should -Be $offline
        }

        It 'gives those that are not online with -Online:$false, and those in a state: <Wanted>' -ForEach @(
            @{ Wanted = '-Online:$false'; Given = @{ Online = $false }; Expected = 3 }
            @{ Wanted = '-State Offline'; Given = @{ State = 'Offline' }; Expected = 3 }
            @{ Wanted = '-State Running, Preparing'; Given = @{ State = 'Running', 'Preparing' }; Expected = 1 }
            @{
                Wanted = '-State Idle, Finished, Cancelled -Online'
                Given = @{ State = 'Idle', 'Finished', 'Cancelled'; Online = $true }; Expected = 0, 2
            }
            @{ Wanted = '-Model P1?'; Given = @{ Model = 'P1?' }; Expected = 0, 3 }
            @{ Wanted = '-Model C12, A1'; Given = @{ Model = 'C12', 'A1' }; Expected = 0, 2 }
        ) {
            $null = Send-BambuPrint $x1 $cube
            (Get-BambuPrinterStatus @Given).DeviceId | Sort-Object | Should -Be ($cloud.Devices[$Expected] | Sort-Object)
        }

        It 'gives the others at once while one that the cloud lists as online says nothing' {
            Invoke-Simulator $cloud "printers/$x1/mute"
            try {
                $watch = [Diagnostics.Stopwatch]::StartNew()
                $first = Get-BambuPrinterStatus $x1, $p1s -TimeoutSec 30 | Select-Object -First 1
                $watch.Elapsed.TotalSeconds | Should -BeLessThan 15
                $first.DeviceId | Should -Be $p1s
            }
            finally {
                Invoke-Simulator $cloud "printers/$x1/speak"
            }
        }

        It 'leaves no client at the broker' {
            $null = Get-BambuPrinterStatus $p1s
            $null = Wait-Condition -TimeoutSec 5 -Because 'no client should be left at the broker' {
                (Get-SimulatorState $cloud).mqttClients -eq 0
            }
        }

        It 'takes ids by position and from the pipeline, in any case, each once' {
            (Get-BambuPrinterStatus $p1s.ToLowerInvariant(), $p1s).DeviceId | Should -Be $p1s
            ($p1s, $x1, $p1s | Get-BambuPrinterStatus).DeviceId | Sort-Object | Should -Be ($p1s, $x1 | Sort-Object)
        }

        It 'takes devices, and whatever has a DeviceId, from the pipeline' {
            (Get-BambuDevice 'A1*' | Get-BambuPrinterStatus).DeviceId | Should -Be $a1
            ([pscustomobject]@{ DeviceId = $x1 } | Get-BambuPrinterStatus).DeviceId | Should -Be $x1
            (Send-BambuPrint $cube -DeviceId $p1s | Get-BambuPrinterStatus).State | Should -BeIn 'Preparing', 'Running'
        }

        It 'names a printer that is not in the account, and asks the others' {
            $seen = '01P00A999999999', $p1s | Get-BambuPrinterStatus -ErrorAction SilentlyContinue -ErrorVariable faults
            $seen.DeviceId | Should -Be $p1s
            $faults | Should -HaveCount 1
            $faults[0].FullyQualifiedErrorId | Should -Be 'BambuCloud.DeviceNotFound,BambuCloud.Cmdlets.GetBambuPrinterStatus'
            $faults[0].CategoryInfo.Category | Should -Be 'ObjectNotFound'
            $faults[0].TargetObject | Should -Be '01P00A999999999'
        }
    }

    Context 'what they do' {
        It 'tells a print from an idle printer' {
            $null = Send-BambuPrint $cube -DeviceId $x1
            $busy = Get-BambuPrinterStatus $p1s, $x1 | Where-Object State -In Preparing, Running
            $busy.DeviceId | Should -Be $x1
            $busy.JobName | Should -Be 'cube'
            $busy.TotalLayers | Should -Be 50
            $busy.LastSeen | Should -BeGreaterThan (Get-Date).AddMinutes(-1)
        }

        It 'has the filaments' {
            $status = Get-BambuPrinterStatus $x1
            $status.Ams[0].Trays | Should -HaveCount 4
        }

        It 'knows nothing of one that never answered' {
            $status = Get-BambuPrinterStatus $offline
            $status.State | Should -Be 'Offline'
            $status.LastSeen | Should -BeNullOrEmpty
            $status.NozzleTemperature | Should -BeNullOrEmpty
        }

        It 'gives one state of a printer that goes on reporting while another is waited for' {
            $null = $p1s, $x1 | Send-BambuPrint -Path $cube
            Invoke-Simulator $cloud "printers/$a1/mute"
            try {
                $all = Get-BambuPrinterStatus $p1s, $x1, $a1 -TimeoutSec 4 -ErrorAction Stop
                $all.DeviceId | Should -HaveCount 3
                ($all | Where-Object State -EQ Offline).DeviceId | Should -Be $a1
            }
            finally {
                Invoke-Simulator $cloud "printers/$a1/speak"
            }
        }

        It 'calls one offline that is silent for -TimeoutSec, and does not hang' {
            Invoke-Simulator $cloud "printers/$a1/mute"
            try {
                $time = [Diagnostics.Stopwatch]::StartNew()
                (Get-BambuPrinterStatus $a1, $p1s -TimeoutSec 1 | Where-Object DeviceId -EQ $a1).State | Should -Be 'Offline'
                $time.Elapsed.TotalSeconds | Should -BeLessThan 5
            }
            finally {
                Invoke-Simulator $cloud "printers/$a1/speak"
            }
        }
    }

    Context 'what goes wrong' {
        It 'names a printer whose reports the broker refuses' {
            $refusing = Start-Simulator -Printers 2
            try {
                Connect-Simulator $refusing
                Invoke-Simulator $refusing "printers/$($refusing.Devices[0])/refuse-subscription"
                $fault = Get-Fault { Get-BambuPrinterStatus $refusing.Devices[0] -TimeoutSec 1 }
                $fault | Should -HaveCount 1
                $fault.FullyQualifiedErrorId | Should -BeLike 'BambuCloud.SubscriptionRefused,*'
                "$fault" | Should -BeLike "*$($refusing.Devices[0])*"
            }
            finally {
                Connect-Simulator $cloud
                Stop-Simulator $refusing
            }
        }
    }

    Context 'on a console and in a file' {
        It 'is a table of at most 80 columns, without units where there is no value' {
            $lines = Get-BambuPrinterStatus -TimeoutSec 5 | Get-View
            ($lines | Measure-Object -Property Length -Maximum).Maximum | Should -BeLessOrEqual 80
            foreach ($text in 'Printer', 'State', 'Progress', 'Layer', 'Left',
                "Nozzle ($([char]0xB0)C)", "Bed ($([char]0xB0)C)", 'P1S 1', 'Offline') {
                ($lines -join "`n").Contains($text) | Should -BeTrue -Because $text
            }
            ($lines | Where-Object { $_ -like '*Offline*' }) | Should -Not -Match '/'
        }

        It 'names the printer as it is named now' {
            Rename-BambuDevice $p1s 'P1S, renamed'
            try {
                (Get-BambuPrinterStatus $p1s).DeviceName | Should -Be 'P1S, renamed'
                (Watch-BambuPrinter $p1s -EventType Snapshot -TimeoutSec 5 | Select-Object -First 1).Status.DeviceName |
                    Should -Be 'P1S, renamed'
            }
            finally {
                Rename-BambuDevice $p1s 'P1S 1'
            }
            (Get-BambuPrinterStatus $offline -TimeoutSec 1).DeviceName | Should -Be 'P1P 1'
        }

        It 'can be exported, and no secret with it' {
            $all = Get-BambuPrinterStatus $p1s, $x1
            $all | Test-Exposure $cloud.AccessToken | Should -BeFalse
            ($all | Select-Object DeviceId, State, Progress | ConvertTo-Csv | ConvertFrom-Csv).DeviceId | Sort-Object |
                Should -Be ($p1s, $x1 | Sort-Object)
            ($all[0] | ConvertTo-Json -Depth 5 | ConvertFrom-Json).Ams[0].Trays | Should -HaveCount 4
        }

        It 'tells no secret with -Verbose and -Debug' {
            $run = Invoke-Pipeline -Variables @{ id = $p1s } { Get-BambuPrinterStatus $id -Verbose -Debug }
            $run.Output | Should -HaveCount 1
            $run.Output + $run.Verbose + $run.Debug | Test-Exposure $cloud.AccessToken | Should -BeFalse
        }
    }
}
