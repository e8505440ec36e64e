#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.5.0' }

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'Simulator.psm1') -Force
    $script:cube = Get-TestFile
    $script:fast = Start-Simulator -Speed 1000 # The cube takes less than a second,
    $script:slow = Start-Simulator -Speed 1    # or until it is cancelled.
    $script:p1s, $script:x1, $script:a1, $script:offline = $fast.Devices # The same in both.

    # Begins to wait in a runspace of its own, and comes back when it listens.
    function Open-Wait([scriptblock] $Script, [hashtable] $Variables) {
        $pipeline = New-Pipeline $Script -Variables $Variables
        $output = [Management.Automation.PSDataCollection[psobject]]::new()
        $heard = Get-RequestCount $slow 'MQTT SUBSCRIBE' # A connection alone may still be on its way.
        $running = $pipeline.BeginInvoke([Management.Automation.PSDataCollection[psobject]]::new(), $output)
        $null = Wait-Condition -Because 'the wait should listen' {
            (Get-RequestCount $slow 'MQTT SUBSCRIBE') -gt $heard -or $running.IsCompleted
        }
        [pscustomobject]@{ Pipeline = $pipeline; Output = $output; Running = $running }
    }
}

AfterAll {
    Stop-Simulator $fast
    Stop-Simulator $slow
}

Describe 'Wait-BambuPrint, prints that finish' {
    BeforeAll {
        Connect-Simulator $fast
    }

    BeforeEach {
        Clear-Printer $fast
    }

    It 'gives how each job of the pipeline ended' {
        $jobs = Get-BambuDevice -Online | Send-BambuPrint -Path $cube
        $results = $jobs | Wait-BambuPrint -PassThru -TimeoutSec 60
        $results | Should -BeOfType BambuCloud.BambuPrintResult
        $results.JobId | Sort-Object | Should -Be ($jobs.JobId | Sort-Object)
        $results.DeviceId | Sort-Object | Should -Be ($p1s, $x1, $a1 | Sort-Object)
        $results.Outcome | Should -Be 'Finished', 'Finished', 'Finished'
        $results.JobName | Should -BeLike 'cube*' # The history, which knows a print that was over already, names the file.
        $results | Where-Object PrintError | Should -BeNullOrEmpty
    }

    It 'says nothing without -PassThru when all is well' {
        Send-BambuPrint $cube -DeviceId $p1s | Wait-BambuPrint -TimeoutSec 60 -ErrorAction Stop | Should -BeNullOrEmpty
        (Get-BambuPrinterStatus $p1s).State | Should -Be 'Finished'
    }

    It 'does not wait where nothing prints' {
        Wait-BambuPrint -PassThru -ErrorAction Stop -WarningAction SilentlyContinue | Should -BeNullOrEmpty
        Wait-BambuPrint $p1s -ErrorAction Stop | Should -BeNullOrEmpty
    }

    It 'warns of a printer that does not answer, and makes it an error where it was named' {
        Wait-BambuPrint -PassThru -ErrorAction Stop -WarningAction SilentlyContinue -WarningVariable said | Should -BeNullOrEmpty
        $said | Should -HaveCount 1
        $said.Message | Should -BeLike "*'P1P 1 ($offline)' has not answered*not known*"
        $results = $offline, (Send-BambuPrint $cube -DeviceId $p1s) |
            Wait-BambuPrint -PassThru -TimeoutSec 60 -ErrorAction SilentlyContinue -ErrorVariable faults
        $results.DeviceId | Should -Be $p1s
        $faults | Should -HaveCount 1
        $faults[0].FullyQualifiedErrorId | Should -Be 'BambuCloud.DeviceOffline,BambuCloud.Cmdlets.WaitBambuPrint'
        $faults[0].CategoryInfo.Category | Should -Be 'ResourceUnavailable'
        $faults[0].TargetObject | Should -Be $offline
        "$($faults[0])" | Should -BeLike "*P1P 1*"
    }

    It 'knows a job that ended before anybody waited' {
        $job = Send-BambuPrint $cube -DeviceId $p1s
        $job | Wait-BambuPrint -TimeoutSec 60 -ErrorAction Stop
        ($job | Wait-BambuPrint -PassThru -TimeoutSec 60).Outcome | Should -Be 'Finished'
    }

    It 'exports no secret' {
        $results = Send-BambuPrint $cube -DeviceId $p1s | Wait-BambuPrint -PassThru -TimeoutSec 60 -Verbose -Debug 4>&1 5>&1
        $results | Where-Object { $_ -is [BambuCloud.BambuPrintResult] } | Should -HaveCount 1
        $results | Test-Exposure $fast.AccessToken | Should -BeFalse
    }

    It 'gives a script its exit code when all is well' {
        $run = Invoke-OwnProcess "`$r = Send-BambuPrint '$cube' -DeviceId $p1s -Wait; exit (`$r.Outcome -eq 'Finished' ? 0 : 3)" $fast
        $run.ExitCode | Should -Be 0 -Because $run.Text
    }
}

Describe 'Wait-BambuPrint, prints that do not finish' {
    BeforeAll {
        Connect-Simulator $slow
    }

    BeforeEach {
        Clear-Printer $slow
        $null = Wait-Condition -TimeoutSec 5 -Because 'no client should be left at the broker' {
            (Get-SimulatorState $slow).mqttClients -eq 0
        }
    }

    It 'says <Outcome> of one that is to <Action>' -ForEach @(
        @{ Action = 'cancel'; Outcome = 'Cancelled'; PrintError = '0300_400C' }
        @{ Action = 'fail'; Outcome = 'Failed'; PrintError = '0300_8016' }
    ) {
        $job = Send-BambuPrint $cube -DeviceId $x1
        $wait = Open-Wait -Variables @{ job = $job } { $job | Wait-BambuPrint -PassThru -TimeoutSec 60 }
        try {
            Invoke-Simulator $slow "printers/$x1/$Action"
            $null = Wait-Condition -Because 'the wait should end' { $wait.Running.IsCompleted }
            $wait.Pipeline.Streams.Error.FullyQualifiedErrorId | Should -Be 'BambuCloud.PrintNotFinished,BambuCloud.Cmdlets.WaitBambuPrint'
            $wait.Output | Should -HaveCount 1
            $wait.Pipeline.Streams.Error[0].TargetObject | Should -Be $wait.Output[0]
            $wait.Output[0].Outcome | Should -Be $Outcome
            $wait.Output[0].JobId | Should -Be $job.JobId
            $wait.Output[0].PrintError | Should -Be $PrintError
        }
        finally {
            $wait.Pipeline.Dispose()
        }
    }

    It 'takes <Name>' -ForEach @(
        @{ Name = 'a printer by position'; Script = { Wait-BambuPrint $p1s -PassThru -TimeoutSec 60 }; Count = 1 }
        @{
            Name = 'printers from the pipeline'
            Script = { Get-BambuDevice 'P1S*', 'A1*' | Wait-BambuPrint -PassThru -TimeoutSec 60 }; Count = 2
        }
        @{
            Name = 'every printer that prints, without a printer and a job'
            Script = { Wait-BambuPrint -PassThru -TimeoutSec 60 -WarningAction SilentlyContinue }; Count = 2
        }
    ) {
        $printers = @($p1s, $a1 | Select-Object -First $Count)
        $null = $printers | Send-BambuPrint -Path $cube
        $wait = Open-Wait $Script -Variables @{ p1s = $p1s }
        try {
            # Where no job is named, it asks first what is printed. What it waits for then has a bar.
            $null = Wait-Condition -Because 'each print should be waited for' {
                @($wait.Pipeline.Streams.Progress.Activity -like '*: cube' | Select-Object -Unique).Count -eq $Count
            }
            $printers | ForEach-Object { Invoke-Simulator $slow "printers/$_/cancel" }
            $null = Wait-Condition -Because 'the wait should end' { $wait.Running.IsCompleted }
            $wait.Output.DeviceId | Sort-Object | Should -Be ($printers | Sort-Object)
        }
        finally {
            $wait.Pipeline.Dispose()
        }
    }

    It 'shows a progress bar that ends, and no other output' {
        $job = Send-BambuPrint $cube -DeviceId $p1s
        $wait = Open-Wait -Variables @{ job = $job } { $job | Wait-BambuPrint -PassThru -TimeoutSec 60 }
        try {
            $null = Wait-Condition -Because 'there should be a bar' { $wait.Pipeline.Streams.Progress.Activity -contains 'P1S 1: cube' }
            Invoke-Simulator $slow "printers/$p1s/cancel"
            $null = Wait-Condition -Because 'the wait should end' { $wait.Running.IsCompleted }
            $wait.Output | Should -HaveCount 1
            @($wait.Pipeline.Streams.Progress | Where-Object Activity -EQ 'P1S 1: cube')[-1].RecordType | Should -Be 'Completed'
        }
        finally {
            $wait.Pipeline.Dispose()
        }
    }

    It 'is an error without -PassThru, which names printer and print' {
        $job = Send-BambuPrint $cube -DeviceId $x1
        $wait = Open-Wait -Variables @{ job = $job } { $job | Wait-BambuPrint -TimeoutSec 60 }
        try {
            Invoke-Simulator $slow "printers/$x1/cancel"
            $null = Wait-Condition -Because 'the wait should end' { $wait.Running.IsCompleted }
            $wait.Output | Should -BeNullOrEmpty
            $fault = @($wait.Pipeline.Streams.Error)
            $fault | Should -HaveCount 1
            $fault[0].FullyQualifiedErrorId | Should -Be 'BambuCloud.PrintNotFinished,BambuCloud.Cmdlets.WaitBambuPrint'
            "$($fault[0])" | Should -BeLike "*'cube'*'X1 Carbon 1'*was cancelled*"
            $fault[0].TargetObject.JobId | Should -Be $job.JobId
        }
        finally {
            $wait.Pipeline.Dispose()
        }
    }

    It 'warns of a printer that sends broken reports, and goes on' {
        $job = Send-BambuPrint $cube -DeviceId $x1
        $wait = Open-Wait -Variables @{ job = $job } { $job | Wait-BambuPrint -PassThru -TimeoutSec 60 }
        try {
            Invoke-Simulator $slow "printers/$x1/garble"
            Invoke-Simulator $slow "printers/$x1/cancel"
            $null = Wait-Condition -Because 'the wait should end' { $wait.Running.IsCompleted }
            $wait.Output.Outcome | Should -Be 'Cancelled'
            $wait.Pipeline.Streams.Warning | Should -HaveCount 1
            $wait.Pipeline.Streams.Warning[0].Message | Should -BeLike "*'$x1'*no JSON*"
        }
        finally {
            $wait.Pipeline.Dispose()
        }
    }

    It 'ends when the time is over: an error, with -PassThru beside a result without an end; the print goes on' {
        $job = Send-BambuPrint $cube -DeviceId $p1s
        $fault = Get-Fault { $job | Wait-BambuPrint -TimeoutSec 1 }
        $fault | Should -HaveCount 1
        $fault.FullyQualifiedErrorId | Should -Be 'BambuCloud.WaitTimedOut,BambuCloud.Cmdlets.WaitBambuPrint'
        $fault.CategoryInfo.Category | Should -Be 'OperationTimeout'
        $result = $job | Wait-BambuPrint -TimeoutSec 1 -PassThru -ErrorAction SilentlyContinue -ErrorVariable late
        $late.FullyQualifiedErrorId | Should -Be $fault.FullyQualifiedErrorId
        $result.TimedOut | Should -BeTrue
        $result.EndTime | Should -BeNullOrEmpty
        $result.JobId | Should -Be $job.JobId
        (Get-BambuPrinterStatus $p1s).State | Should -BeIn 'Preparing', 'Running'
    }

    It 'survives a lost connection' {
        $job = Send-BambuPrint $cube -DeviceId $a1
        $wait = Open-Wait -Variables @{ job = $job } { $job | Wait-BambuPrint -PassThru -TimeoutSec 60 }
        try {
            $before = Get-RequestCount $slow 'MQTT CONNECT'
            Invoke-Simulator $slow 'connections/drop'
            $null = Wait-Condition -Because 'the wait should connect again' { (Get-RequestCount $slow 'MQTT CONNECT') -gt $before }
            Invoke-Simulator $slow "printers/$a1/cancel"
            $null = Wait-Condition -Because 'the wait should end' { $wait.Running.IsCompleted }
            $wait.Output.Outcome | Should -Be 'Cancelled'
        }
        finally {
            $wait.Pipeline.Dispose()
        }
    }

    It 'ends within half a second of Ctrl+C, and leaves the print alone' {
        $job = Send-BambuPrint $cube -DeviceId $p1s
        $wait = Open-Wait -Variables @{ job = $job } { $job | Wait-BambuPrint }
        try {
            $time = [Diagnostics.Stopwatch]::StartNew()
            $wait.Pipeline.Stop()
            $time.ElapsedMilliseconds | Should -BeLessThan 500
        }
        finally {
            $wait.Pipeline.Dispose()
        }
        (Get-BambuPrinterStatus $p1s).State | Should -BeIn 'Preparing', 'Running'
    }

    It 'names a printer that is not in the account' {
        $fault = Get-Fault { Wait-BambuPrint '01P00A999999999' }
        $fault | Should -HaveCount 1
        $fault.FullyQualifiedErrorId | Should -Be 'BambuCloud.DeviceNotFound,BambuCloud.Cmdlets.WaitBambuPrint'
        $fault.TargetObject | Should -Be '01P00A999999999'
    }

    It 'names a job that never was' {
        $fault = Get-Fault { Wait-BambuPrint -JobId 999 }
        $fault | Should -HaveCount 1
        $fault.FullyQualifiedErrorId | Should -Be 'BambuCloud.NotFound,BambuCloud.Cmdlets.WaitBambuPrint'
        $fault.TargetObject | Should -Be '999'
    }

    It 'gives a script its exit code when the print goes on too long' {
        $run = Invoke-OwnProcess "Send-BambuPrint '$cube' -DeviceId $p1s | Wait-BambuPrint -TimeoutSec 1 -ErrorAction Stop" $slow
        $run.ExitCode | Should -Be 1 -Because $run.Text
        $run.Text | Should -BeLike '*has not ended in time*'
        $run.Text.Contains($slow.AccessToken) | Should -BeFalse
    }
}
