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

Describe 'Suspend-BambuPrint' {
    BeforeEach {
        Clear-Printer $cloud
    }

    Context 'a print' {
        It 'is paused, and the result says so when the printer shows it' {
            $result = Send-BambuPrint $cube -DeviceId $p1s | Suspend-BambuPrint
            $result | Should -BeOfType BambuCloud.BambuCommandResult
            $result.DeviceId | Should -Be $p1s
            $result.DeviceName | Should -Be 'P1S 1'
            $result.Command | Should -Be 'Pause'
            $result.Outcome | Should -Be 'Confirmed'
            $result.Sent | Should -BeTrue
            $result.Reason | Should -BeNullOrEmpty
            $result.Status.State | Should -Be 'Paused'
            (Get-BambuPrinterStatus $p1s).State | Should -Be 'Paused'
        }

        It 'that is paused already is a success, and nothing is sent' {
            $null = Send-BambuPrint $cube -DeviceId $p1s | Suspend-BambuPrint
            $before = Get-RequestCount $cloud 'MQTT pause'
            $again = Suspend-BambuPrint $p1s
            $again.Outcome | Should -Be 'Confirmed'
            $again.Sent | Should -BeFalse
            Get-RequestCount $cloud 'MQTT pause' | Should -Be $before
        }

        It 'is paused on each printer of the pipeline, once' {
            $null = $p1s, $x1 | Send-BambuPrint -Path $cube
            $before = Get-RequestCount $cloud 'MQTT pause'
            $results = $p1s, $x1, $p1s | Suspend-BambuPrint
            $results.DeviceId | Sort-Object | Should -Be ($p1s, $x1 | Sort-Object)
            $results.Outcome | Should -Be 'Confirmed', 'Confirmed'
            (Get-RequestCount $cloud 'MQTT pause') - $before | Should -Be 2
        }

        It 'is paused where one is, and refused where nothing prints' {
            $null = Send-BambuPrint $cube -DeviceId $p1s
            $results = Get-BambuDevice 'P1S*', 'X1*' | Suspend-BambuPrint -ErrorAction SilentlyContinue |
                Group-Object Outcome -AsHashTable -AsString
            $results.Confirmed.DeviceId | Should -Be $p1s
            $results.Refused.DeviceId | Should -Be $x1
            $results.Refused.Sent | Should -BeFalse
            $results.Refused.Reason | Should -BeLike '*prints nothing*'
        }
    }

    Context 'a printer that does not do it' {
        It 'is told as <Outcome> when it <Manner>s, with what to do' -ForEach @(
            @{ Manner = 'refuse'; Outcome = 'Refused'; Reason = '*refuses it*developer mode*'; Id = 'CommandRefused' }
            @{ Manner = 'ignore'; Outcome = 'Unconfirmed'; Reason = '*did not answer*developer mode*'; Id = 'CommandUnconfirmed' }
        ) {
            $null = Send-BambuPrint $cube -DeviceId $p1s
            Invoke-Simulator $cloud "printers/$p1s/$Manner"
            try {
                $before = Get-RequestCount $cloud 'MQTT pause'
                $result = Suspend-BambuPrint $p1s -TimeoutSec 1 -ErrorAction SilentlyContinue -ErrorVariable faults
                $faults.FullyQualifiedErrorId | Should -Be "BambuCloud.$Id,BambuCloud.Cmdlets.SuspendBambuPrint"
                $faults.TargetObject | Should -Be $result
                "$faults" | Should -BeLike "*Pause*'P1S 1'*$Reason"
                $result.Outcome | Should -Be $Outcome
                $result.Reason | Should -BeLike $Reason
                (Get-RequestCount $cloud 'MQTT pause') - $before | Should -Be 1
            }
            finally {
                Invoke-Simulator $cloud "printers/$p1s/obey"
            }
        }

        It 'gets nothing while it is offline, and holds nobody up' {
            $before = Get-RequestCount $cloud 'MQTT pause'
            $watch = [Diagnostics.Stopwatch]::StartNew()
            $result = Suspend-BambuPrint $offline -ErrorAction SilentlyContinue -ErrorVariable faults
            $watch.Elapsed.TotalSeconds | Should -BeLessThan 8
            $result.Outcome | Should -Be 'Unconfirmed'
            $result.Sent | Should -BeFalse
            $result.Reason | Should -BeLike '*is offline*nothing was sent*'
            $faults.FullyQualifiedErrorId | Should -Be 'BambuCloud.DeviceOffline,BambuCloud.Cmdlets.SuspendBambuPrint'
            "$faults" | Should -BeLike '*was not sent*Switch it on*'
            Get-RequestCount $cloud 'MQTT pause' | Should -Be $before
        }

        It 'is named where it is not in the account, and the others are paused' {
            $null = Send-BambuPrint $cube -DeviceId $p1s
            $results = '01P00A999999999', $p1s | Suspend-BambuPrint -ErrorAction SilentlyContinue -ErrorVariable faults
            $results.DeviceId | Should -Be $p1s
            $faults | Should -HaveCount 1
            $faults[0].FullyQualifiedErrorId | Should -Be 'BambuCloud.DeviceNotFound,BambuCloud.Cmdlets.SuspendBambuPrint'
            $faults[0].TargetObject | Should -Be '01P00A999999999'
        }

        It 'is not waited for where no other printer is named: <_>' -ForEach 'Suspend-BambuPrint', 'Resume-BambuPrint', 'Stop-BambuPrint' {
            $before = Get-RequestCount $cloud 'MQTT CONNECT'
            $watch = [Diagnostics.Stopwatch]::StartNew()
            $fault = Get-Fault { & $_ nosuch -Confirm:$false }
            $watch.Elapsed.TotalSeconds | Should -BeLessThan 5
            $fault.FullyQualifiedErrorId | Should -BeLike 'BambuCloud.DeviceNotFound,*'
            Get-RequestCount $cloud 'MQTT CONNECT' | Should -Be $before
        }
    }

    Context 'with -Confirm' {
        It 'asks nothing of itself, and pauses what it may with -Confirm' {
            $null = $p1s, $x1 | Send-BambuPrint -Path $cube
            $run = Invoke-Answered "'$p1s', '$x1' | Suspend-BambuPrint -Confirm" 'No'
            $run.Asked | Should -HaveCount 1
            $run.Output | Should -BeNullOrEmpty
            (Get-BambuPrinterStatus $p1s).State | Should -Not -Be 'Paused'
            (Invoke-Answered "Suspend-BambuPrint '$p1s'").Asked | Should -BeNullOrEmpty
        }
    }

    Context 'on a console' {
        It 'shows results in a table of at most 80 columns, and the whole reason' {
            $null = Send-BambuPrint $cube -DeviceId $p1s
            Invoke-Simulator $cloud "printers/$p1s/ignore"
            try {
                $results = Suspend-BambuPrint $p1s, $x1 -TimeoutSec 1 -ErrorAction SilentlyContinue
                $lines = $results | Get-View
            }
            finally {
                Invoke-Simulator $cloud "printers/$p1s/obey"
            }
            ($lines | Measure-Object -Property Length -Maximum).Maximum | Should -BeLessOrEqual 80
            foreach ($text in 'Printer', 'Command', 'Outcome', 'State', 'Reason',
                'P1S 1', 'X1 Carbon 1', 'Pause', 'Unconfirmed', 'Refused') {
                $lines -join "`n" | Should -BeLike "*$text*"
            }
            foreach ($result in $results) {
                ($lines -join '' -replace '\s').Contains($result.Reason -replace '\s') |
                    Should -BeTrue -Because "'$($result.Reason)' should be in`n$($lines -join "`n")"
            }
        }

        It 'tells no secret with -Verbose and -Debug' {
            $run = Invoke-Pipeline -Variables @{ id = $p1s } { Suspend-BambuPrint $id -Verbose -Debug -Confirm:$false }
            $run.Output + $run.Verbose + $run.Debug | Test-Exposure $cloud.AccessToken | Should -BeFalse
        }
    }
}
