#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.5.0' }

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'Simulator.psm1') -Force
    $script:modulePath = (Get-Module BambuCloud).Path
    $script:cloud = Start-Simulator -Speed 60
    $script:other = Start-Simulator -Speed 60 -Printers 2
    $script:p1s, $script:x1 = $cloud.Devices
    $script:to = @{ AccessToken = ConvertTo-Token $cloud.AccessToken; ApiEndpoint = $cloud.ApiEndpoint; MqttEndpoint = $cloud.MqttEndpoint }

    # What somebody leaves open at a broker would be asked for until the session ends.
    function Wait-Goodbye {
        foreach ($one in $cloud, $other) {
            $null = Wait-Condition -TimeoutSec 5 -Because 'no client should be left at the broker' {
                (Get-SimulatorState $one).mqttClients -eq 0
            }
        }
    }
}

AfterAll {
    Get-BambuSession -All | Disconnect-BambuCloud
    Stop-Simulator $cloud
    Stop-Simulator $other
}

Describe 'The default session' {
    BeforeEach {
        Get-BambuSession -All | Disconnect-BambuCloud
        Connect-Simulator $cloud
        Clear-Printer $cloud
    }

    AfterEach {
        Wait-Goodbye
    }

    It 'is the same in ForEach-Object -Parallel, for many calls at once' {
        $counts = 1..12 | ForEach-Object -ThrottleLimit 6 -Parallel {
            Import-Module $using:modulePath
            "$((Get-BambuSession).Uid) $(@(Get-BambuTask).Count)"
        }
        $counts | Should -Be (@("$($cloud.Uid) 45") * 12)
    }

    It 'is the same in a thread job' {
        $devices = Start-ThreadJob { Import-Module $using:modulePath; Get-BambuDevice } | Receive-Job -Wait -AutoRemoveJob
        $devices.DeviceId | Should -Be $cloud.Devices
    }

    It 'is the same in a pool of runspaces' {
        $state = [initialsessionstate]::CreateDefault2()
        $state.ImportPSModule($modulePath)
        $pool = [runspacefactory]::CreateRunspacePool(1, 4, $state, $Host)
        $pool.Open()
        try {
            $running = foreach ($id in $cloud.Devices * 2) {
                $shell = [powershell]::Create().AddScript('param($id) (Get-BambuFirmware $id).DeviceId').AddArgument($id)
                $shell.RunspacePool = $pool
                [pscustomobject]@{ Shell = $shell; Result = $shell.BeginInvoke() }
            }
            $got = foreach ($one in $running) { $one.Shell.EndInvoke($one.Result); $one.Shell.Dispose() }
        }
        finally {
            $pool.Dispose()
        }
        $got | Should -Be ($cloud.Devices * 2)
    }

    It 'may be opened in another runspace than the one that uses it' {
        Disconnect-BambuCloud
        Start-ThreadJob {
            Import-Module $using:modulePath
            $to = $using:to
            Connect-BambuCloud @to
        } | Receive-Job -Wait -AutoRemoveJob
        Get-BambuDevice | Should -HaveCount 4
    }

    It 'is not that of another process' {
        $job = Start-Job { Import-Module $using:modulePath; try { Get-BambuDevice } catch { $_.FullyQualifiedErrorId } }
        $job | Receive-Job -Wait -AutoRemoveJob | Should -BeLike 'BambuCloud.NotConnected,*'
    }

    It 'serves a watch in a job while calls run, and the watch sees the end of the print' {
        $job = Start-ThreadJob {
            Import-Module $using:modulePath
            Watch-BambuPrinter $using:p1s -TimeoutSec 60 -ProgressAction SilentlyContinue
        }
        try {
            $null = Wait-Condition -Because 'the job should watch' { $job.Output.Type -contains 'Snapshot' }
            $null = Send-BambuPrint (Get-TestFile) -DeviceId $p1s
            1..20 | ForEach-Object { (Get-BambuDevice).Count } | Should -Be (@(4) * 20)
            (Get-BambuPrinterStatus $x1).DeviceId | Should -Be $x1
            (Get-SimulatorState $cloud).mqttClients | Should -Be 1
            $null = Wait-Condition -TimeoutSec 30 -Because 'the print should have begun' { $job.Output.Type -contains 'PrintStarted' }
            Invoke-Simulator $cloud "printers/$p1s/cancel"
            $null = Wait-Condition -TimeoutSec 30 -Because 'its end should be seen' { $job.Output.Type -contains 'PrintCancelled' }
        }
        finally {
            $job | Stop-Job -PassThru | Remove-Job -Force
        }
    }

    It 'has one connection for watches of several runspaces' {
        $before = (Get-SimulatorState $cloud).requests.'MQTT CONNECT'
        $jobs = 1..4 | ForEach-Object {
            Start-ThreadJob -ThrottleLimit 4 {
                Import-Module $using:modulePath
                Watch-BambuPrinter $using:x1 -ProgressAction SilentlyContinue
            }
        }
        try {
            $null = Wait-Condition -Because 'all should watch' { -not ($jobs | Where-Object { $_.Output.Type -notcontains 'Snapshot' }) }
            $state = Get-SimulatorState $cloud
            $state.mqttClients | Should -Be 1
            $state.requests.'MQTT CONNECT' - [int] $before | Should -Be 1
        }
        finally {
            $jobs | Stop-Job -PassThru | Remove-Job -Force
        }
    }
}

Describe 'Sessions that come and go' {
    BeforeEach {
        Get-BambuSession -All | Disconnect-BambuCloud
    }

    It 'break nothing in runspaces that use them meanwhile, and none stays open' {
        $results = 1..8 | ForEach-Object -ThrottleLimit 8 -Parallel {
            Import-Module $using:modulePath
            $to = $using:to
            foreach ($round in 1..4) {
                try {
                    Connect-BambuCloud @to
                    @(Get-BambuDevice -ErrorAction Stop).Count
                    @(Watch-BambuPrinter ($using:p1s) -TimeoutSec 20 -ErrorAction Stop | Select-Object -First 1).Count
                }
                catch {
                    $_.FullyQualifiedErrorId
                }
                Disconnect-BambuCloud
            }
        }
        # Another one may have closed it under way: that is told as what it is.
        $results | Where-Object { $_ -notin 1, 4 -and $_ -notmatch '^BambuCloud\.(NotConnected|SessionClosed),' } | Should -BeNullOrEmpty
        Get-BambuSession -All | Should -BeNullOrEmpty
        Wait-Goodbye
        Connect-Simulator $cloud
        Get-BambuDevice | Should -HaveCount 4
    }

    It 'stand side by side: each is used in its runspace, and each watch has its own connection' {
        $one = Connect-BambuCloud @to -PassThru
        $two = Connect-BambuCloud (ConvertTo-Token $other.AccessToken) `
            -ApiEndpoint $other.ApiEndpoint -MqttEndpoint $other.MqttEndpoint -PassThru
        $jobs = foreach ($session in $one, $two) {
            Start-ThreadJob { Import-Module $using:modulePath; Watch-BambuPrinter -Session $using:session -ProgressAction SilentlyContinue }
        }
        try {
            $null = Wait-Condition -Because 'both should watch' { -not ($jobs | Where-Object { $_.Output.Type -notcontains 'Snapshot' }) }
            (Get-SimulatorState $cloud).mqttClients, (Get-SimulatorState $other).mqttClients | Should -Be 1, 1
            $counts = @($one, $two) * 4 | ForEach-Object -ThrottleLimit 4 -Parallel {
                Import-Module $using:modulePath
                "$($_.ApiEndpoint) $(@(Get-BambuDevice -Session $_).Count)"
            }
            $counts | Sort-Object -Unique | Should -Be ("$($cloud.ApiEndpoint) 4", "$($other.ApiEndpoint) 2" | Sort-Object)
            $counts | Should -HaveCount 8
            Disconnect-BambuCloud $two
            $null = Wait-Condition -Because 'the watch of the closed session should end' { $jobs[1].State -notin 'Running', 'NotStarted' }
            @($jobs[1].Error)[-1].FullyQualifiedErrorId | Should -BeLike 'BambuCloud.SessionClosed,*'
            $jobs[0].State | Should -Be 'Running'
            (Get-SimulatorState $other).mqttClients | Should -Be 0
        }
        finally {
            $jobs | Stop-Job -PassThru | Remove-Job -Force
        }
        Wait-Goodbye
    }
}
