#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.5.0' }

# The scripts of docs/scheduled-tasks.md as a scheduler runs them: a process of their own, nobody at the console, nothing on standard input.

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'Simulator.psm1') -Force
    $script:top = Split-Path (Split-Path $PSScriptRoot)
    $script:manifest = [IO.Path]::Combine($top, 'artifacts', 'BambuCloud', 'BambuCloud.psd1')
    $script:yesterday = [datetime]::Today.AddDays(-1)
    $script:cloud = Start-Simulator -Speed 20 # A print goes on until it is made to fail.
    $script:printer = $cloud.Devices[0].deviceId ?? $cloud.Devices[0]

    function Open-Task([string] $Script, [hashtable] $Environment, [string[]] $Arguments = @()) {
        $start = [Diagnostics.ProcessStartInfo]::new((Get-PowerShellPath))
        $file = [IO.Path]::Combine($top, 'docs', 'scripts', "$Script.ps1")
        foreach ($argument in @('-NoProfile', '-NonInteractive', '-File', $file, '-Folder', $folder, '-Module', $manifest) + $Arguments) {
            $start.ArgumentList.Add($argument)
        }
        foreach ($name in 'BAMBU_ACCESS_TOKEN', 'BAMBU_REGION', 'BAMBU_API_ENDPOINT', 'BAMBU_MQTT_ENDPOINT') {
            $null = $start.Environment.Remove($name)
        }
        $start.Environment['XDG_STATE_HOME'] = $stateHome
        foreach ($name in $Environment.Keys) {
            $start.Environment[$name] = $Environment[$name]
        }
        $start.RedirectStandardInput = $start.RedirectStandardOutput = $start.RedirectStandardError = $true
        $process = [Diagnostics.Process]::Start($start)
        $process.StandardInput.Close()
        [pscustomobject]@{
            Process = $process; Lines = [Collections.Generic.List[string]]::new(); Failure = $process.StandardError.ReadToEndAsync()
        }
    }

    function Wait-Line([pscustomobject] $Task, [string] $Pattern) {
        do {
            $next = $Task.Process.StandardOutput.ReadLineAsync()
            if (-not $next.Wait(30000) -or $null -eq $next.Result) {
                throw "There was no line '$Pattern': $($Task.Lines) $($next.IsCompleted ? $Task.Failure.Result : '')"
            }
            $Task.Lines.Add($next.Result)
        } until ($next.Result -like $Pattern)
    }

    function Complete-Task([pscustomobject] $Task) {
        $rest = $Task.Process.StandardOutput.ReadToEndAsync()
        if (-not $Task.Process.WaitForExit(40000)) {
            $Task.Process.Kill()
            throw "It did not end: $($Task.Lines)"
        }
        [pscustomobject]@{
            ExitCode = $Task.Process.ExitCode
            Output   = (@($Task.Lines) + $rest.Result) -join "`n"
            Failure  = $Task.Failure.Result
        }
        $Task.Process.Dispose()
    }

    function Invoke-Task([string] $Script, [hashtable] $Environment, [string[]] $Arguments = @()) {
        Complete-Task (Open-Task $Script $Environment $Arguments)
    }

    function Get-Report([datetime] $Day = $yesterday) {
        $path = Join-Path $folder "prints-$($Day.ToString('yyyy-MM-dd')).csv"
        Get-Content -LiteralPath $path | Select-Object -First 1 |
            Should -Be '"Ended","Started","Printer","Title","Status","Minutes","Grams","TaskId"'
        Import-Csv -LiteralPath $path
    }

    function Use-Home([scriptblock] $Script) {
        $before = $env:XDG_STATE_HOME
        $env:XDG_STATE_HOME = $stateHome
        try { & $Script } finally { $env:XDG_STATE_HOME = $before }
    }

    $script:servers = @{ BAMBU_API_ENDPOINT = $cloud.ApiEndpoint; BAMBU_MQTT_ENDPOINT = $cloud.MqttEndpoint }
    $script:good = $servers + @{ BAMBU_ACCESS_TOKEN = $cloud.AccessToken }
    Connect-Simulator $cloud
}

AfterAll {
    Stop-Simulator $cloud
}

Describe 'A scheduled task' {
    BeforeEach {
        $script:temporary = [IO.Directory]::CreateTempSubdirectory('bambu-tasks-').FullName
        $script:folder = Join-Path $temporary 'reports'
        $script:stateHome = Join-Path $temporary 'state'
    }

    AfterEach {
        Remove-Item -LiteralPath $temporary -Recurse -Force
    }

    Context 'nightly-report.ps1' {
        It 'tells of a day without prints' {
            $run = Invoke-Task nightly-report $good '-Day', '2001-02-03'
            $run.ExitCode | Should -Be 0 -Because $run.Failure
            $run.Output | Should -BeLike '*2001-02-03: 0 finished, 0 failed, 0 g of filament.*'
            $run.Failure | Should -BeNullOrEmpty
            Get-Report '2001-02-03' | Should -BeNullOrEmpty
        }

        It 'tells of the prints that ended yesterday, as the history has them' {
            $ended = Get-BambuTask | Where-Object { $_.EndTime -ge $yesterday -and $_.EndTime -lt $yesterday.AddDays(1) }
            $run = Invoke-Task nightly-report $good
            $run.ExitCode | Should -Be 0 -Because $run.Failure
            $rows = Get-Report
            $rows.TaskId | Should -Be ($ended | Sort-Object EndTime).TaskId
            [math]::Round(($rows.Grams | ForEach-Object { [double] $_ } | Measure-Object -Sum).Sum, 1) |
                Should -Be ([math]::Round(($ended | Measure-Object Grams -Sum).Sum, 1))
            $finished, $failed = 'Finished', 'Failed' | ForEach-Object { @($ended | Where-Object Status -EQ $_).Count }
            $run.Output | Should -BeLike "*: $finished finished, $failed failed, *"
            "$($run.Output)$($run.Failure)".Contains($cloud.AccessToken) | Should -BeFalse
            Join-Path $stateHome 'BambuCloud' | Should -Not -Exist -Because 'nobody said -Save'
        }

        It 'gives the same file when it is run again, whatever the culture' {
            $null = Invoke-Task nightly-report $good
            $before = Get-Content -LiteralPath (Get-ChildItem -LiteralPath $folder -Filter *.csv).FullName -Raw
            $run = Invoke-Task nightly-report ($good + @{ LANG = 'de_DE.UTF-8'; LC_ALL = 'de_DE.UTF-8' })
            $run.ExitCode | Should -Be 0 -Because $run.Failure
            Get-Content -LiteralPath (Get-ChildItem -LiteralPath $folder -Filter *.csv).FullName -Raw | Should -Be $before
        }

        It 'tells of a print that failed' {
            Invoke-Simulator $cloud "printers/$printer/start"
            Invoke-Simulator $cloud "printers/$printer/fail"
            $task = Get-BambuTask -DeviceId $printer -First 1
            $task.Status | Should -Be 'Failed'
            $run = Invoke-Task nightly-report $good '-Day', $task.EndTime.ToString('s')
            $run.ExitCode | Should -Be 0 -Because $run.Failure
            $row = Get-Report $task.EndTime | Where-Object TaskId -EQ $task.TaskId
            $row.Status | Should -Be 'Failed'
            $row.Printer | Should -Be $task.DeviceName
        }

        It 'takes the token from a file' {
            $file = Join-Path $temporary 'token'
            "$($cloud.AccessToken)`n" | Set-Content -LiteralPath $file
            (Invoke-Task nightly-report $servers '-TokenFile', $file).ExitCode | Should -Be 0
        }

        It 'says to sign in again, and writes no file, when the token has been revoked' {
            Invoke-Simulator $cloud 'token/revoke'
            try {
                $run = Invoke-Task nightly-report $good
            }
            finally {
                Invoke-Simulator $cloud 'token/restore'
            }
            $run.ExitCode | Should -Be 2
            $run.Failure | Should -BeLike '*ERROR BambuCloud.TokenRefused: *Sign in again*'
            $run.Failure.Trim().Split("`n") | Should -HaveCount 1
            Get-ChildItem -LiteralPath $folder -Filter *.csv | Should -BeNullOrEmpty
        }

        It 'says to sign in again when the token has ended' {
            $run = Invoke-Task nightly-report ($servers + @{ BAMBU_ACCESS_TOKEN = $cloud.ExpiredToken })
            $run.ExitCode | Should -Be 2
            $run.Failure | Should -BeLike '*ERROR BambuCloud.TokenExpired: *'
        }

        It 'says so when there is no session at all' {
            $run = Invoke-Task nightly-report @{}
            $run.ExitCode | Should -Be 2
            $run.Failure | Should -BeLike '*ERROR BambuCloud.SignInRequired: *'
        }

        It 'says so when the cloud fails' {
            Add-SimulatorFault $cloud -Route 'GET /v1/user-service/my/tasks' -Fault Status -Status 429 -RetryAfter 900
            try {
                $run = Invoke-Task nightly-report $good
            }
            finally {
                Clear-SimulatorFault $cloud
            }
            $run.ExitCode | Should -Be 3
            $run.Failure | Should -BeLike '*ERROR BambuCloud.RateLimited: *'
        }

        It 'does not run beside another one' {
            $null = New-Item -ItemType Directory -Path $folder
            $held = [IO.File]::Open((Join-Path $folder 'nightly-report.lock'), 'OpenOrCreate', 'ReadWrite', 'None')
            try {
                (Invoke-Task nightly-report $good).ExitCode | Should -Be 4
            }
            finally {
                $held.Dispose()
            }
        }

        It 'uses a saved session, and warns in the week before it ends' -Skip:(-not $IsLinux) {
            $to = @{ ApiEndpoint = $cloud.ApiEndpoint; MqttEndpoint = $cloud.MqttEndpoint }
            Use-Home { Connect-BambuCloud (ConvertTo-Token $cloud.OpaqueToken) @to -Save }
            # The addresses of the environment go with the token of the environment, and not with a saved one.
            $run = Invoke-Task nightly-report @{ BAMBU_API_ENDPOINT = "http://127.0.0.1:$(Get-ClosedPort)" }
            $run.ExitCode | Should -Be 0 -Because $run.Failure

            $file = (Get-ChildItem -LiteralPath (Join-Path $stateHome 'BambuCloud') -File).FullName
            $saved = Get-Content -LiteralPath $file -Raw | ConvertFrom-Json
            $saved | Add-Member expiresAt ([datetimeoffset]::Now.AddDays(3).ToString('o')) -Force
            $saved | ConvertTo-Json | Set-Content -LiteralPath $file
            $run = Invoke-Task nightly-report @{}
            $run.ExitCode | Should -Be 5 -Because $run.Failure
            $run.Failure | Should -BeLike '*WARNING The access token expires on *'
            Get-Report | Should -Not -BeNullOrEmpty
        }
    }

    Context 'print-watch.ps1' {
        It 'ends quietly where nothing happens' {
            $run = Invoke-Task print-watch $good '-TimeoutSec', '1'
            $run.ExitCode | Should -Be 0 -Because $run.Failure
            $run.Failure | Should -BeNullOrEmpty
        }

        It 'tells of a print that fails, hands it to the alert command without the token, and says so at its end' {
            $told = Join-Path $temporary 'told'
            $alert = Join-Path $temporary 'alert.ps1'
            "`$input | Add-Content -LiteralPath '$told'; `"token: <`$env:BAMBU_ACCESS_TOKEN>`" | Add-Content -LiteralPath '$told'" |
                Set-Content -LiteralPath $alert
            $task = Open-Task print-watch $good '-TimeoutSec', '8', '-AlertCommand', $alert
            Wait-Line $task '*P1S 1: *'
            Invoke-Simulator $cloud "printers/$printer/start"
            Wait-Line $task '*began*'
            Invoke-Simulator $cloud "printers/$printer/fail"
            $run = Complete-Task $task
            $run.ExitCode | Should -Be 6 -Because $run.Failure
            $run.Failure | Should -BeLike "*ALERT P1S 1: *'bracket' failed.*"
            $run.Failure | Should -BeLike '*ALERT P1S 1: error 0300_1A00_0002_0002, Serious*'
            $run.Failure | Should -Not -BeLikeExactly '*ERROR*'
            $text = Get-Content -LiteralPath $told -Raw
            $text | Should -BeLike "*ALERT P1S 1: 'bracket' failed.*"
            $text | Should -BeLike '*token: <>*'
            "$($run.Output)$($run.Failure)$text".Contains($cloud.AccessToken) | Should -BeFalse
        }

        It 'has no second one beside it, goes on when an alert cannot be sent, and ends with an alert when the token is revoked' {
            $told = Join-Path $temporary 'told'
            $alert = Join-Path $temporary 'alert.ps1'
            "`$null = New-Item '$told' -Force; throw 'No mail today.'" | Set-Content -LiteralPath $alert
            $task = Open-Task print-watch $good '-AlertCommand', $alert
            Wait-Line $task '*P1S 1: *'
            (Invoke-Task print-watch $good).ExitCode | Should -Be 4
            Invoke-Simulator $cloud "printers/$printer/start"
            Wait-Line $task '*began*'
            Invoke-Simulator $cloud "printers/$printer/fail"
            $null = Wait-Condition -Because 'the alert should be sent' { Test-Path -LiteralPath $told }
            Invoke-Simulator $cloud 'token/revoke'
            try {
                Invoke-Simulator $cloud 'connections/drop'
                $run = Complete-Task $task
            }
            finally {
                Invoke-Simulator $cloud 'token/restore'
            }
            $run.ExitCode | Should -Be 2 -Because $run.Failure
            $run.Failure | Should -BeLikeExactly ('*ALERT P1S 1: *ERROR * cannot be run: No mail today.*' +
                'ALERT The watch has ended. BambuCloud.TokenRefused: *')
        }

        It 'does not begin with a token that has ended, or with none' {
            $run = Invoke-Task print-watch ($servers + @{ BAMBU_ACCESS_TOKEN = $cloud.ExpiredToken })
            $run.ExitCode | Should -Be 2
            $run.Failure | Should -BeLike '*BambuCloud.TokenExpired: *'
            $run = Invoke-Task print-watch @{}
            $run.ExitCode | Should -Be 2
            $run.Failure | Should -BeLike '*BambuCloud.SignInRequired: *'
        }

        It 'says when nobody listens where the broker should be' {
            $run = Invoke-Task print-watch @{
                BAMBU_ACCESS_TOKEN = $cloud.AccessToken; BAMBU_API_ENDPOINT = $cloud.ApiEndpoint
                BAMBU_MQTT_ENDPOINT = "mqtt://127.0.0.1:$(Get-ClosedPort)"
            }
            $run.ExitCode | Should -Be 3
            $run.Failure | Should -BeLike '*BambuCloud.ServiceUnreachable: *'
        }
    }
}
