#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.5.0' }

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'Simulator.psm1') -Force
    $script:cube = Get-TestFile
    $script:fast = Start-Simulator -Speed 300 # The cube takes two and a half seconds,
    $script:slow = Start-Simulator -Speed 10  # or a bit more than a minute.
    $script:p1s, $script:x1, $script:a1, $script:offline = $fast.Devices # The same in both.
    # A watch that misses its event shall fail, not hang.
    $PSDefaultParameterValues['Watch-BambuPrinter:TimeoutSec'] = 60

    function Wait-Goodbye($Simulator) {
        $null = Wait-Condition -TimeoutSec 5 -Because 'no client should be left at the broker' {
            (Get-SimulatorState $Simulator).mqttClients -eq 0
        }
    }

    # Begins a pipeline in a runspace of its own and comes back when it has said something.
    function Open-Watch([scriptblock] $Script, [hashtable] $Variables = @{}) {
        $pipeline = New-Pipeline $Script -Variables $Variables
        $output = [Management.Automation.PSDataCollection[psobject]]::new()
        $output.EnumeratorNeverBlocks = $true # Who looks into it does not wait for its end.
        $running = $pipeline.BeginInvoke([Management.Automation.PSDataCollection[psobject]]::new(), $output)
        $null = Wait-Condition -Because 'the watch should say something' { $output.Count -gt 0 -or $running.IsCompleted }
        [pscustomobject]@{ Pipeline = $pipeline; Output = $output; Running = $running }
    }
}

AfterAll {
    $PSDefaultParameterValues.Remove('Watch-BambuPrinter:TimeoutSec')
    Stop-Simulator $fast
    Stop-Simulator $slow
}

Describe 'Watch-BambuPrinter, waiting for the end of a print' {
    BeforeAll {
        Connect-Simulator $fast
        $null = Get-BambuDevice 'P1S*' | Send-BambuPrint -Path $cube
        $script:finished = Get-BambuDevice 'P1S*' | Watch-BambuPrinter | Where-Object Type -eq PrintFinished | Select-Object -First 1
        $script:delay = (Get-Date) - $finished.Timestamp
    }

    It 'gives the event' {
        $finished | Should -BeOfType BambuCloud.BambuPrinterEvent
        $finished.Type | Should -Be 'PrintFinished'
        $finished.DeviceId | Should -Be $p1s
        $finished.DeviceName | Should -Be 'P1S 1'
        $finished.Status.DeviceName | Should -Be 'P1S 1'
        $finished.Status.State | Should -Be 'Finished'
        $finished.Status.Progress | Should -Be 100
    }

    It 'ends within half a second of it' {
        $delay.TotalMilliseconds | Should -BeLessThan 500
    }

    It 'leaves no client at the broker' {
        Wait-Goodbye $fast
    }
}

Describe 'Watch-BambuPrinter, from start to finish at a printer that sends <Kind>' -ForEach @(
    @{ Kind = 'what changed'; Printer = 'A1 1' }
    @{ Kind = 'everything'; Printer = 'X1 Carbon 1' }
) {
    BeforeAll {
        Connect-Simulator $fast
        $script:seen = [Collections.Generic.List[object]]::new()
        $null = Get-BambuDevice $Printer | Watch-BambuPrinter | ForEach-Object {
            $seen.Add($_)
            if ($_.Type -eq 'Snapshot') {
                $null = $_ | Send-BambuPrint -Path $cube
            }
            $_
        } | Where-Object Type -eq PrintFinished | Select-Object -First 1
    }

    It 'tells of the beginning first, and of the end last' {
        $seen[0].Type | Should -Be 'Snapshot'
        $seen[-1].Type | Should -Be 'PrintFinished'
    }

    It 'tells <_> once' -ForEach 'Snapshot', 'PrintStarted', 'PrintFinished' {
        $seen | Where-Object Type -EQ $_ | Should -HaveCount 1
    }

    It 'tells <_> never' `
        -ForEach 'PrintPaused', 'PrintResumed', 'PrintFailed', 'PrintCancelled', 'ErrorRaised', 'PrinterOffline', 'Disconnected' {
        $seen.Type | Should -Not -Contain $_
    }

    It 'tells of layers and progress in order' {
        $layers = ($seen | Where-Object Type -EQ LayerChanged).Status.Layer
        $layers.Count | Should -BeGreaterThan 5
        $layers | Should -Be ($layers | Sort-Object)
        $layers[-1] | Should -Be 50
        $progress = ($seen | Where-Object { $_.Type -eq 'ProgressChanged' -and $_.Status.State -ne 'Prepare' }).Status.Progress
        $progress | Should -Be ($progress | Sort-Object)
        $progress[-1] | Should -Be 100
    }

    It 'tells of the stages on the way' {
        $stages = ($seen | Where-Object Type -EQ StageChanged).Status.Stage
        $stages | Should -Contain 'Printing'
        $stages.Count | Should -BeGreaterThan 2
    }

    It 'has the state of that moment on each event' {
        $seen.Status | Should -HaveCount $seen.Count
        $seen[-1].Status.JobName | Should -Be 'cube'
        $seen[-1].Status.TotalLayers | Should -Be 50
        $seen[0].Status.Ams[0].Trays | Should -HaveCount 4
    }
}

Describe 'Watch-BambuPrinter, what happens on the way' {
    BeforeAll {
        Connect-Simulator $slow
    }

    BeforeEach {
        Clear-Printer $slow
    }

    It 'tells of a pause, of its end, and of a cancelled print' {
        $null = Send-BambuPrint $cube -DeviceId $p1s
        $seen = Watch-BambuPrinter $p1s | ForEach-Object {
            switch ($_.Type) {
                'Snapshot' { Invoke-Simulator $slow "printers/$p1s/pause" }
                'PrintPaused' { Invoke-Simulator $slow "printers/$p1s/resume" }
                'PrintResumed' { Invoke-Simulator $slow "printers/$p1s/cancel" }
            }
            $_
        } | Where-Object Type -like 'Print*ed' | Select-Object -First 3
        $seen.Type | Should -Be 'PrintPaused', 'PrintResumed', 'PrintCancelled'
        $seen.Status.State | Should -Be 'Paused', 'Running', 'Cancelled'
        $seen[-1].Status.PrintError | Should -Be '0300_400C'
    }

    It 'tells of a print that fails, and of its error' {
        $null = Send-BambuPrint $cube -DeviceId $x1
        $seen = Watch-BambuPrinter $x1 -EventType Snapshot, ErrorRaised, PrintFailed | ForEach-Object {
            if ($_.Type -eq 'Snapshot') {
                Invoke-Simulator $slow "printers/$x1/fail"
            }
            $_
        } | Select-Object -First 4
        $seen.Type | Should -Be 'Snapshot', 'ErrorRaised', 'ErrorRaised', 'PrintFailed'
        $seen.PrintError | Should -Contain '0300_8016'
        $hms = $seen.Hms | Where-Object { $_ }
        $hms.Code | Should -Be '0300_1A00_0002_0002'
        $hms.Severity | Should -Be 'Serious'
        $hms | Get-View | Where-Object Length -GT 80 | Should -BeNullOrEmpty
    }

    It 'tells of a spool that somebody changes, with tray and material' {
        $seen = Watch-BambuPrinter $x1 -EventType Snapshot, FilamentChanged | ForEach-Object {
            if ($_.Type -eq 'Snapshot') {
                Invoke-Simulator $slow "printers/$x1/load-tray"
            }
            $_
        } | Where-Object Type -EQ FilamentChanged | Select-Object -First 1
        $seen.DeviceId | Should -Be $x1
        $seen.AmsId | Should -Be 0
        $seen.Tray.TrayId | Should -Be 1
        $seen.Tray.Material | Should -Be 'ABS'
        $seen.Tray.Color | Should -Be '#FF6A13'
        $seen | Get-View | Where-Object Length -GT 80 | Should -BeNullOrEmpty
    }

    It 'warns once of broken reports, and goes on' {
        $run = Invoke-Pipeline -Variables @{ id = $p1s; control = "$($slow.ApiEndpoint)_sim/printers/$p1s" } {
            Watch-BambuPrinter $id -TimeoutSec 20 -EventType Snapshot, PrintStarted, PrintCancelled | ForEach-Object {
                switch ($_.Type) {
                    'Snapshot' {
                        'garble', 'garble', 'start' | ForEach-Object { $null = Invoke-RestMethod -Method Post -Uri "$control/$_" }
                    }
                    'PrintStarted' { 'garble', 'cancel' | ForEach-Object { $null = Invoke-RestMethod -Method Post -Uri "$control/$_" } }
                }
                $_
            } | Where-Object Type -EQ PrintCancelled | Select-Object -First 1
        }
        $run.Output | Should -HaveCount 1
        $run.Error | Should -BeNullOrEmpty
        $run.Warning | Should -HaveCount 1
        $run.Warning[0].Message | Should -BeLike "*'P1S 1 ($p1s)'*no JSON*told once*"
    }

    It 'tells when a printer leaves the cloud and when it comes back' {
        try {
            $seen = Watch-BambuPrinter $a1 | ForEach-Object {
                switch ($_.Type) {
                    'Snapshot' { Invoke-Simulator $slow "printers/$a1/offline" }
                    'PrinterOffline' { Invoke-Simulator $slow "printers/$a1/online" }
                }
                $_
            } | Where-Object Type -like 'Printer*' | Select-Object -First 2
            $seen.Type | Should -Be 'PrinterOffline', 'PrinterOnline'
        }
        finally {
            Invoke-Simulator $slow "printers/$a1/online"
        }
    }

    It 'says nothing of a printer that is off line, until it comes' {
        Watch-BambuPrinter $offline -TimeoutSec 1 -ErrorAction Stop | Should -BeNullOrEmpty
        $watch = New-Pipeline -Variables @{ id = $offline } { Watch-BambuPrinter $id -TimeoutSec 20 | Select-Object -First 2 }
        try {
            $before = (Get-SimulatorState $slow).requests.'MQTT CONNECT'
            $output = [Management.Automation.PSDataCollection[psobject]]::new()
            $running = $watch.BeginInvoke([Management.Automation.PSDataCollection[psobject]]::new(), $output)
            $null = Wait-Condition -Because 'the watch should connect' { (Get-SimulatorState $slow).requests.'MQTT CONNECT' -gt $before }
            Invoke-Simulator $slow "printers/$offline/online"
            $null = Wait-Condition -Because 'the watch should see the printer' { $running.IsCompleted }
            $output.Type | Should -Be 'PrinterOnline', 'Snapshot'
        }
        finally {
            Invoke-Simulator $slow "printers/$offline/offline"
            $watch.Dispose()
        }
    }

    It 'tells of a connection that is lost, and makes it again' {
        $seen = Watch-BambuPrinter $p1s, $x1 | ForEach-Object {
            if ($_.Type -eq 'Snapshot' -and $_.DeviceId -eq $x1) {
                Invoke-Simulator $slow 'connections/drop'
            }
            $_
        } | Where-Object Type -in Disconnected, Reconnected | Select-Object -First 2
        $seen.Type | Should -Be 'Disconnected', 'Reconnected'
        $seen.DeviceId | Should -Be $null, $null
        $seen | Get-View | Where-Object Length -GT 80 | Should -BeNullOrEmpty
        Wait-Goodbye $slow
    }
}

Describe 'Watch-BambuPrinter, which printers and events' {
    BeforeAll {
        Connect-Simulator $slow
    }

    It 'watches all of the account without a printer' {
        (Watch-BambuPrinter -EventType Snapshot | Select-Object -First 3).DeviceId | Sort-Object | Should -Be ($p1s, $x1, $a1 | Sort-Object)
    }

    It 'watches those of the pipeline' {
        (Get-BambuDevice 'P1S*', 'A1*' | Watch-BambuPrinter -EventType Snapshot | Select-Object -First 2).DeviceId | Sort-Object |
            Should -Be ($p1s, $a1 | Sort-Object)
    }

    It 'watches ids from the pipeline, in any case, each once' {
        (Watch-BambuPrinter $p1s.ToLowerInvariant(), $p1s -EventType Snapshot -TimeoutSec 1).DeviceId | Should -Be $p1s
        ($p1s, $p1s | Watch-BambuPrinter -EventType Snapshot -TimeoutSec 1).DeviceId | Should -Be $p1s
    }

    It 'gives only the events of -EventType, in any case and culture (<_>)' -ForEach 'en-US', 'tr-TR' {
        $run = Invoke-Pipeline -Culture $_ -Variables @{ id = $p1s } {
            Watch-BambuPrinter $id -EventType snapshot, printfinished -TimeoutSec 1
        }
        $run.Thrown | Should -BeNullOrEmpty
        $run.Output.Type | Should -Be 'Snapshot'
    }

    It 'names a printer that is not in the account, and watches the others' {
        $seen = '01P00A999999999', $p1s | Watch-BambuPrinter -ErrorAction SilentlyContinue -ErrorVariable faults | Select-Object -First 1
        $seen.DeviceId | Should -Be $p1s
        $faults | Should -HaveCount 1
        $faults[0].FullyQualifiedErrorId | Should -BeLike 'BambuCloud.DeviceNotFound,*'
        $faults[0].CategoryInfo.Category | Should -Be 'ObjectNotFound'
        $faults[0].TargetObject | Should -Be '01P00A999999999'
        "$($faults[0])" | Should -BeLike "*'01P00A999999999'*Get-BambuDevice*"
    }

    It 'ends at once when there is no printer but strangers' {
        $before = Get-RequestCount $slow 'MQTT CONNECT'
        $fault = Get-Fault { Watch-BambuPrinter '01P00A999999999' }
        $fault | Should -HaveCount 1
        $fault.FullyQualifiedErrorId | Should -BeLike 'BambuCloud.DeviceNotFound,*'
        Get-RequestCount $slow 'MQTT CONNECT' | Should -Be $before
    }

    It 'ends with -ErrorAction Stop at a stranger' {
        { Watch-BambuPrinter '01P00A999999999', $p1s -ErrorAction Stop } | Should -Throw -ErrorId 'BambuCloud.DeviceNotFound,*'
    }

    It 'serves two watches over one connection' {
        $watch = Open-Watch -Variables @{ id = $p1s } { Watch-BambuPrinter $id }
        try {
            $before = (Get-SimulatorState $slow).requests.'MQTT CONNECT'
            (Watch-BambuPrinter $x1 | Select-Object -First 1).DeviceId | Should -Be $x1
            $state = Get-SimulatorState $slow
            $state.requests.'MQTT CONNECT' | Should -Be $before
            $state.mqttClients | Should -Be 1
        }
        finally {
            $watch.Pipeline.Stop()
            $watch.Pipeline.Dispose()
        }
        Wait-Goodbye $slow
    }
}

Describe 'Watch-BambuPrinter with -Raw' {
    BeforeAll {
        Connect-Simulator $slow
    }

    It 'gives the reports as they came' {
        $reports = Watch-BambuPrinter $p1s, $x1 -Raw | Select-Object -First 3
        $reports | Should -BeOfType BambuCloud.BambuPrinterReport
        foreach ($report in $reports) {
            $report.DeviceId | Should -BeIn $p1s, $x1
            $report.DeviceName | Should -BeIn 'P1S 1', 'X1 Carbon 1'
            $report.Timestamp | Should -BeGreaterThan (Get-Date).AddMinutes(-1)
            $payload = $report.Payload | ConvertFrom-Json
            $payload.print ?? $payload.info | Should -Not -BeNullOrEmpty # Its state, or the versions of its parts.
        }
    }

    It 'gives broken ones too' {
        $broken = Watch-BambuPrinter $p1s -Raw -WarningAction SilentlyContinue | ForEach-Object {
            Invoke-Simulator $slow "printers/$p1s/garble"
            $_
        } | Where-Object { -not (Test-Json $_.Payload -ErrorAction Ignore) } | Select-Object -First 1
        $broken.Payload | Should -Be '{"print":{"command":"push_status","gcode_st'
    }

    It 'goes with neither -EventType nor -MinIntervalSec' {
        { Watch-BambuPrinter $p1s -Raw -EventType Snapshot } | Should -Throw -ErrorId 'AmbiguousParameterSet,*'
        { Watch-BambuPrinter $p1s -Raw -MinIntervalSec 1 } | Should -Throw -ErrorId 'AmbiguousParameterSet,*'
    }
}

Describe 'Watch-BambuPrinter with -MinIntervalSec' {
    It 'tells of progress less often, counts what it left out, and loses no transition' {
        Connect-Simulator $fast
        $seen = [Collections.Generic.List[object]]::new()
        $started = $false
        $null = Watch-BambuPrinter $p1s -MinIntervalSec 60 | ForEach-Object {
            $seen.Add($_)
            if ($_.Type -eq 'Snapshot' -and -not $started) {
                $started = $true
                $null = Send-BambuPrint $cube -DeviceId $p1s
            }
            $_
        } | Where-Object Type -EQ PrintFinished | Select-Object -First 1
        # What waits goes out ahead of a transition or not at all: never one for each percent.
        ($seen | Where-Object Type -EQ ProgressChanged).Count | Should -BeLessOrEqual 5
        ($seen | Where-Object Type -EQ LayerChanged).Count | Should -BeLessOrEqual 5
        ($seen | Measure-Object -Property Conflated -Sum).Sum | Should -BeGreaterThan 10
        ($seen | Where-Object Type -In PrintStarted, PrintFinished).Type | Should -Be 'PrintStarted', 'PrintFinished'
    }

    It 'refuses <_>, for which nobody can wait' -ForEach -1, 1e300, ([double]::NaN) {
        { Watch-BambuPrinter $p1s -MinIntervalSec $_ -TimeoutSec 1 } | Should -Throw -ErrorId 'ParameterArgumentValidationError,*'
    }

    It 'refuses <_>, which is no number of seconds' -ForEach 'soon', '0:1:0' {
        { Watch-BambuPrinter $p1s -MinIntervalSec $_ -TimeoutSec 1 } | Should -Throw -ErrorId 'CannotConvertArgument*,*'
    }
}

Describe 'Watch-BambuPrinter, its end' {
    BeforeAll {
        Connect-Simulator $slow
    }

    AfterEach {
        Wait-Goodbye $slow
    }

    It 'comes with -TimeoutSec, and is no error' {
        $watch = [Diagnostics.Stopwatch]::StartNew()
        $null = Watch-BambuPrinter $p1s -TimeoutSec 1 -ErrorAction Stop
        $watch.Elapsed.TotalSeconds | Should -BeGreaterThan 0.9
        $watch.Elapsed.TotalSeconds | Should -BeLessThan 1.5
    }

    It 'comes within half a second of the first event with Select-Object -First 1' {
        $first = Watch-BambuPrinter $p1s | Select-Object -First 1
        ((Get-Date) - $first.Timestamp).TotalMilliseconds | Should -BeLessThan 500
    }

    It 'comes within half a second of Ctrl+C' {
        $watch = Open-Watch -Variables @{ id = $p1s } { Watch-BambuPrinter $id }
        try {
            $time = [Diagnostics.Stopwatch]::StartNew()
            $watch.Pipeline.Stop()
            $time.ElapsedMilliseconds | Should -BeLessThan 500
            $watch.Pipeline.InvocationStateInfo.State | Should -Be 'Stopped'
            $watch.Pipeline.Streams.Error | Should -BeNullOrEmpty
        }
        finally {
            $watch.Pipeline.Dispose()
        }
    }

    It 'comes within half a second of Ctrl+C while it writes to a pipeline' {
        $null = Send-BambuPrint $cube -DeviceId $x1
        $watch = Open-Watch { Watch-BambuPrinter | ForEach-Object { $_ } | Where-Object DeviceId | Select-Object Type, DeviceName }
        try {
            $time = [Diagnostics.Stopwatch]::StartNew()
            $watch.Pipeline.Stop()
            $time.ElapsedMilliseconds | Should -BeLessThan 500
        }
        finally {
            $watch.Pipeline.Dispose()
            Clear-Printer $slow
        }
    }

    It 'comes within half a second of Ctrl+C while the connection is made again' {
        $watch = Open-Watch -Variables @{ id = $p1s } { Watch-BambuPrinter $id -EventType Snapshot, Disconnected }
        try {
            Invoke-Simulator $slow 'connections/drop'
            $null = Wait-Condition -Because 'the watch should tell of the loss' { $watch.Output.Type -contains 'Disconnected' }
            $time = [Diagnostics.Stopwatch]::StartNew()
            $watch.Pipeline.Stop()
            $time.ElapsedMilliseconds | Should -BeLessThan 500
        }
        finally {
            $watch.Pipeline.Dispose()
        }
    }

    It 'comes within half a second of Ctrl+C while a broker is silent' {
        $silent = [Net.Sockets.TcpListener]::new([Net.IPAddress]::Loopback, 0)
        $silent.Start()
        Connect-BambuCloud -AccessToken (ConvertTo-Token $slow.AccessToken) `
            -ApiEndpoint $slow.ApiEndpoint -MqttEndpoint "mqtt://127.0.0.1:$($silent.LocalEndpoint.Port)"
        $pipeline = New-Pipeline -Variables @{ id = $p1s } { Watch-BambuPrinter $id }
        try {
            $null = $pipeline.BeginInvoke()
            $null = Wait-Condition -Because 'the watch should call the broker' { $silent.Pending() }
            $time = [Diagnostics.Stopwatch]::StartNew()
            $pipeline.Stop()
            $time.ElapsedMilliseconds | Should -BeLessThan 500
        }
        finally {
            $pipeline.Dispose()
            $silent.Stop()
            Connect-Simulator $slow
        }
    }

    It 'comes when a script throws downstream' {
        { Watch-BambuPrinter $p1s | ForEach-Object { throw 'enough' } } | Should -Throw 'enough'
    }

    It 'comes when the token is taken away, with the reason' {
        $fault = Get-Fault {
            try {
                Watch-BambuPrinter $p1s | ForEach-Object {
                    if ($_.Type -eq 'Snapshot') {
                        Invoke-Simulator $slow 'token/revoke'
                        Invoke-Simulator $slow 'connections/drop'
                    }
                }
            }
            finally {
                Invoke-Simulator $slow 'token/restore'
            }
        }
        $fault | Should -HaveCount 1
        $fault.FullyQualifiedErrorId | Should -BeLike 'BambuCloud.TokenRefused,*'
        $fault.CategoryInfo.Category | Should -Be 'AuthenticationError'
        "$fault" | Should -BeLike '*broker*refuses the access token*'
        (($fault | Get-Appearance) -join "`n").Contains($slow.AccessToken) | Should -BeFalse
    }

    It 'comes at once when nobody listens at the broker''s port' {
        $port = Get-ClosedPort
        Connect-BambuCloud -AccessToken (ConvertTo-Token $slow.AccessToken) `
            -ApiEndpoint $slow.ApiEndpoint -MqttEndpoint "mqtt://127.0.0.1:$port"
        try {
            $fault = Get-Fault { Watch-BambuPrinter $p1s }
            $fault.FullyQualifiedErrorId | Should -BeLike 'BambuCloud.ServiceUnreachable,*'
            $fault.CategoryInfo.Category | Should -Be 'ConnectionError'
            "$fault" | Should -BeLike "*127.0.0.1:$port*"
            (($fault | Get-Appearance) -join "`n").Contains($slow.AccessToken) | Should -BeFalse
        }
        finally {
            Connect-Simulator $slow
        }
    }
}

Describe 'Watch-BambuPrinter, what is seen meanwhile' {
    BeforeAll {
        Connect-Simulator $fast
    }

    It 'is a progress bar that ends with the print, and nothing of it in the output' {
        $run = Invoke-Pipeline -Variables @{ id = $p1s; cube = $cube } {
            Watch-BambuPrinter $id -TimeoutSec 60 | ForEach-Object {
                if ($_.Type -eq 'Snapshot') {
                    $null = Send-BambuPrint $cube -DeviceId $id
                }
                $_
            } | Where-Object Type -eq PrintFinished | Select-Object -First 1
        }
        $run.Output | Should -HaveCount 1
        $run.Output[0].Type | Should -Be 'PrintFinished'
        $bars = $run.Progress | Where-Object Activity -EQ 'P1S 1: cube'
        ($bars.StatusDescription -like '*m left, layer * of 50' | Select-Object -Unique).Count | Should -BeGreaterThan 5
        ($bars.PercentComplete | Select-Object -Unique).Count | Should -BeGreaterThan 5
        $bars.ActivityId | Select-Object -Unique | Should -HaveCount 1
        ($bars | Where-Object RecordType -EQ Completed) | Should -HaveCount 1
        $bars[-1].RecordType | Should -Be 'Completed'
    }

    It 'is a progress bar for each print, in no more lines than there are prints' {
        Connect-Simulator $slow
        Clear-Printer $slow
        $null = $p1s, $x1 | Send-BambuPrint -Path $cube
        $run = Invoke-Pipeline -Variables @{ ids = $p1s, $x1; cube = $cube; control = "$($slow.ApiEndpoint)_sim/printers/$p1s" } {
            $snapshots = 0
            Watch-BambuPrinter $ids -TimeoutSec 20 | ForEach-Object {
                switch ($_.Type) {
                    'Snapshot' { if (++$snapshots -eq 2) { $null = Invoke-RestMethod -Method Post -Uri "$control/cancel" } }
                    'PrintCancelled' { $null = Send-BambuPrint $cube -DeviceId $ids[0] }
                }
                $_
            } | Where-Object Type -eq PrintStarted | Select-Object -First 1
        }
        Clear-Printer $slow
        $run.Output | Should -HaveCount 1
        $bars = $run.Progress | Where-Object Activity -Like '*: cube'
        $bars.Activity | Sort-Object -Unique | Should -Be 'P1S 1: cube', 'X1 Carbon 1: cube'
        $bars.ActivityId | Sort-Object -Unique | Should -Be 1, 2
    }

    It 'is a progress bar that ends when the watch is left earlier' {
        Connect-Simulator $slow
        Clear-Printer $slow
        $null = Send-BambuPrint $cube -DeviceId $a1
        $run = Invoke-Pipeline -Variables @{ id = $a1 } { Watch-BambuPrinter $id -TimeoutSec 20 | Select-Object -First 3 }
        $run.Output | Should -HaveCount 3
        $run.Progress[-1].RecordType | Should -Be 'Completed'
        Clear-Printer $slow
    }

    It 'is no token with -Verbose and -Debug' {
        $run = Invoke-Pipeline -Variables @{ id = $p1s } { Watch-BambuPrinter $id -Verbose -Debug -TimeoutSec 20 | Select-Object -First 1 }
        $seen = ($run.Output + $run.Verbose + $run.Debug | Get-Appearance) -join "`n"
        $seen.Contains($slow.AccessToken) | Should -BeFalse
        $seen.Contains($fast.AccessToken) | Should -BeFalse
    }
}
