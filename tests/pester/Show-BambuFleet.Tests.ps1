#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.5.0' }

BeforeDiscovery {
    # util-linux gives a program a terminal of its own.
    $script:noTerminal = -not ($IsLinux -and (Get-Command -Name script -CommandType Application -ErrorAction SilentlyContinue))
}

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'Simulator.psm1') -Force
    $script:cube = Get-TestFile
    $script:slow = Start-Simulator -Speed 10 # The cube takes a bit more than a minute.
    $script:p1s, $script:x1, $script:a1, $script:offline = $slow.Devices
    $PSDefaultParameterValues['Show-BambuFleet:TimeoutSec'] = 60

    function Wait-Goodbye($Simulator) {
        $null = Wait-Condition -TimeoutSec 5 -Because 'no client should be left at the broker' {
            (Get-SimulatorState $Simulator).mqttClients -eq 0
        }
    }

    # The lines without their times.
    filter Get-Told { $_ -replace '^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d ' }
}

AfterAll {
    $PSDefaultParameterValues.Remove('Show-BambuFleet:TimeoutSec')
    Stop-Simulator $slow
}

Describe 'Show-BambuFleet where there is no terminal' {
    BeforeAll {
        Connect-Simulator $slow
    }

    BeforeEach {
        Clear-Printer $slow
    }

    It 'writes a line for every printer' {
        $lines = Show-BambuFleet -TimeoutSec 1
        $lines | Should -BeOfType string
        $lines | Should -HaveCount 4
        $lines | Should -Match '^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d (P1S 1|X1 Carbon 1|A1 1|P1P 1): \S'
        $lines[0] | Get-Told | Should -Be 'P1P 1: offline'
    }

    It 'ends when the reader has enough, and leaves no client at the broker' {
        $watch = [Diagnostics.Stopwatch]::StartNew()
        Show-BambuFleet | Select-Object -First 2 | Should -HaveCount 2
        $watch.Elapsed.TotalSeconds | Should -BeLessThan 5
        Wait-Goodbye $slow
    }

    It 'takes printers from the pipeline, by id, and with wildcards' {
        Get-BambuDevice 'A1*' | Show-BambuFleet -TimeoutSec 1 | Get-Told | Should -Match '^A1 1: '
        Show-BambuFleet 01P*, 01S* -TimeoutSec 1 | Get-Told | Should -Match '^P1[SP] 1: '
        Get-BambuDevice 'nobody*' -ErrorAction Ignore | Show-BambuFleet -ErrorAction Stop | Should -BeNullOrEmpty
    }

    It 'tells of a print that is started, paused, resumed and cancelled' {
        $told = Show-BambuFleet $p1s | Get-Told | ForEach-Object {
            $_
            switch -Wildcard ($_) {
                '*: Idle' { $null = Send-BambuPrint $cube -DeviceId $p1s }
                '*: Failed*' { $null = Send-BambuPrint $cube -DeviceId $p1s }
                '*: Cancelled*' { $null = Send-BambuPrint $cube -DeviceId $p1s }
                '*: Finished*' { $null = Send-BambuPrint $cube -DeviceId $p1s }
                '*: started*' { Invoke-Simulator $slow "printers/$p1s/pause" }
                '*: paused*' { Invoke-Simulator $slow "printers/$p1s/resume" }
                '*: resumed*' { Invoke-Simulator $slow "printers/$p1s/cancel" }
            }
        } | Select-Object -First 5
        $told[1..4] -replace ', layer.*' |
            Should -Be 'P1S 1: started cube', 'P1S 1: paused cube, 0 %', 'P1S 1: resumed cube, 0 %', 'P1S 1: cancelled cube, 0 %'
    }

    It 'tells of alerts and of a print that fails' {
        $null = Send-BambuPrint $cube -DeviceId $x1
        $told = Show-BambuFleet $x1 | Get-Told | ForEach-Object {
            $_
            if ($_ -match ': (Preparing|Running)') {
                Invoke-Simulator $slow "printers/$x1/fail"
            }
        } | Select-Object -First 4
        $told | Should -Contain 'X1 Carbon 1: alert 0300_8016 (print error)'
        $told | Should -Contain 'X1 Carbon 1: alert 0300_1A00_0002_0002 (Serious, MotionController)'
        $told[-1] | Should -Match '^X1 Carbon 1: failed cube, \d+ %, layer \d+/50$'
    }

    It 'tells of a printer that goes and comes, and of a connection that is lost' {
        try {
            $told = Show-BambuFleet $a1 | Get-Told | ForEach-Object {
                $_
                switch -Wildcard -CaseSensitive ($_) {
                    '*: offline' { Invoke-Simulator $slow "printers/$a1/online" }
                    '*: online' { Invoke-Simulator $slow 'connections/drop' }
                    'A1 1: [A-Z]*' { Invoke-Simulator $slow "printers/$a1/offline" }
                }
            } | Select-Object -First 5
            $told[1..4] |
                Should -Be 'A1 1: offline', 'A1 1: online', 'connection to the cloud lost, reconnecting', 'connection to the cloud is back'
        }
        finally {
            Invoke-Simulator $slow "printers/$a1/online"
        }
    }

    It 'neutralises escape sequences in the names of printers' {
        try {
            Rename-BambuDevice $a1 -NewName "x`e[2Jy" -Confirm:$false
            Show-BambuFleet $a1 -TimeoutSec 1 | Get-Told | Should -Match '^x\?\[2Jy: '
        }
        finally {
            Rename-BambuDevice $a1 -NewName 'A1 1' -Confirm:$false
        }
    }

    It 'writes the same in the culture <_>' -ForEach 'de-DE', 'tr-TR', 'fa-IR' {
        $run = Invoke-Pipeline -Culture $_ -Variables @{ id = $p1s } { Show-BambuFleet $id -SortBy NAME -TimeoutSec 1 }
        $run.Thrown | Should -BeNullOrEmpty
        $run.Output | Should -HaveCount 1
        $run.Output[0] | Should -Match '^20[2-9]\d-[01]\d-[0-3]\d [0-2]\d:[0-5]\d:[0-5]\d P1S 1: '
    }

    It 'writes lines and no board in a thread job' {
        $module = (Get-Module BambuCloud).Path
        $job = Start-ThreadJob { Import-Module $using:module; Show-BambuFleet -TimeoutSec 1 }
        $job | Receive-Job -Wait -AutoRemoveJob | Should -HaveCount 4
    }

    It 'shows no progress bar and says nothing to the host' {
        $run = Invoke-Pipeline { Show-BambuFleet -TimeoutSec 1 }
        $run.Output | Should -HaveCount 4
        $run.Progress | Should -BeNullOrEmpty
        $run.Warning | Should -BeNullOrEmpty
    }

    It 'takes no other order than those there are' {
        { Show-BambuFleet -SortBy Colour } | Should -Throw -ErrorId 'CannotConvertArgumentNoMessage,*'
    }
}

Describe 'Show-BambuFleet at a terminal' -Skip:$noTerminal {
    BeforeAll {
        Clear-Printer $slow

        function Wait-Drawn([string] $Seen, [string] $Text) {
            $null = Wait-Condition -Because "the board should show '$Text'" {
                (Test-Path $Seen) -and "$(Get-Content -LiteralPath $Seen -Raw)".Contains($Text)
            }
        }

        # Runs a command in a PowerShell at a terminal of 80x24, types keys on it once the board is there, each when what the one before
        # it should bring is drawn, and gives back what it was sent.
        function Invoke-AtTerminal([string] $Command, [Collections.IDictionary] $Keys = @{}, [hashtable] $Environment = @{}) {
            $folder = [IO.Directory]::CreateTempSubdirectory('bambu-pester-').FullName
            try {
                $file = Join-Path $folder 'run.ps1'
                $seen = Join-Path $folder 'seen'
                Set-Content -LiteralPath $file -Value @"
                    Import-Module '$((Get-Module BambuCloud).Path)'
                    `$token = ConvertTo-SecureString `$env:BAMBU_TEST_TOKEN -AsPlainText
                    Connect-BambuCloud `$token -ApiEndpoint '$($slow.ApiEndpoint)' -MqttEndpoint '$($slow.MqttEndpoint)'
                    $Command
                    'the end'
"@
                $start = [Diagnostics.ProcessStartInfo]::new('script')
                foreach ($argument in '-qefc', "stty cols 80 rows 24; '$(Get-PowerShellPath)' -NoProfile -File '$file'", $seen) {
                    $start.ArgumentList.Add($argument)
                }
                $start.RedirectStandardInput = $start.RedirectStandardOutput = $true
                $start.Environment['TERM'] = 'xterm-256color'
                $start.Environment['BAMBU_TEST_TOKEN'] = $slow.AccessToken
                $null = $start.Environment.Remove('NO_COLOR')
                foreach ($name in $Environment.Keys) {
                    $start.Environment[$name] = $Environment[$name]
                }
                $process = [Diagnostics.Process]::Start($start)
                $output = $process.StandardOutput.ReadToEndAsync()
                try {
                    if ($Keys.Count) {
                        Wait-Drawn $seen 'last message'
                    }
                    foreach ($key in $Keys.Keys) {
                        $process.StandardInput.Write([string] $key)
                        $process.StandardInput.Flush()
                        Wait-Drawn $seen $Keys[$key]
                    }
                    $watch = [Diagnostics.Stopwatch]::StartNew()
                    if (-not $process.WaitForExit(20000)) {
                        throw "It did not end: $(Get-Content -LiteralPath $seen -Raw)"
                    }
                    [pscustomobject]@{ Text = $output.Result; After = $watch.Elapsed; ExitCode = $process.ExitCode }
                }
                finally {
                    if (-not $process.HasExited) {
                        $process.Kill($true)
                    }
                    $process.Dispose()
                }
            }
            finally {
                Remove-Item -LiteralPath $folder -Recurse -Force
            }
        }

        $script:enter = "`e[?1049h"
        $script:leave = "`e[?25h`e[?1049l"
    }

    It 'draws a board, obeys its keys, and leaves the terminal as it was' {
        Invoke-Simulator $slow "printers/$p1s/start"
        Invoke-Simulator $slow "printers/$p1s/cancel" # A state with a colour.
        $run = Invoke-AtTerminal 'Show-BambuFleet -SortBy State' -Keys ([ordered]@{
            s = 'sort: Progress'; r = 'sort: Progress, reversed'; q = ''
        })
        $first, $last = $enter, $leave | ForEach-Object { [WildcardPattern]::Escape($_) }
        $run.Text | Should -BeLike "*$first*sort: State*sort: Progress*sort: Progress, reversed*$last*the end*"
        $run.Text | Should -BeLike '*Printer*State*Progress*Layers*Left*'
        $run.Text.Substring($run.Text.LastIndexOf($leave)) | Should -Not -BeLike '*P1S 1*'
        $run.Text | Should -Match '\e\[(\d+;)*[39][0-7]m'
        Wait-Goodbye $slow
    }

    It 'filters, finds a printer that is typed, and shows its details' {
        $run = Invoke-AtTerminal 'Show-BambuFleet' -Keys ([ordered]@{
            a = 'active of 4 printers'; '!' = 'in trouble of 4 printers'; '/x1' = 'find: x1'; "`r`r" = 'Enter back'; q = ''
        })
        $run.Text | Should -BeLike '*find: x1*X1 Carbon 1  X1 Carbon  00M00A000000002*State     *Enter back*the end*'
    }

    It 'ends at once with Ctrl+C, and leaves the terminal as it was' {
        $run = Invoke-AtTerminal 'Show-BambuFleet' -Keys @{ [char]3 = '' }
        $run.Text | Should -BeLike "*$([WildcardPattern]::Escape($enter))*$([WildcardPattern]::Escape($leave))*"
        $run.Text | Should -Not -BeLike '*the end*'
        $run.After.TotalSeconds | Should -BeLessThan 3
        Wait-Goodbye $slow
    }

    It 'ends with -TimeoutSec' {
        (Invoke-AtTerminal 'Show-BambuFleet -TimeoutSec 1').Text | Should -BeLike "*$([WildcardPattern]::Escape($leave))*the end*"
    }

    It 'draws nothing in colour where <Where>' -ForEach @(
        @{ Where = 'NO_COLOR is set'; Environment = @{ NO_COLOR = '1' }; Command = 'Show-BambuFleet -TimeoutSec 1' }
        @{
            Where = '$PSStyle wants plain text'; Environment = @{}
            Command = '$PSStyle.OutputRendering = "PlainText"; Show-BambuFleet -TimeoutSec 1'
        }
    ) {
        $text = (Invoke-AtTerminal $Command -Environment $Environment).Text
        $board = $text.Substring($text.IndexOf($enter), $text.LastIndexOf($leave) - $text.IndexOf($enter))
        $board | Should -BeLike '*P1S 1*'
        $board | Should -Not -Match '\e\[(\d+;)*(3[0-8]|4[0-8]|9[0-7])(;\d+)*m'
    }

    It 'writes lines where <Where>' -ForEach @(
        @{
            Where = 'the output goes to a file'
            Command = '$file = New-TemporaryFile; Show-BambuFleet -TimeoutSec 1 > $file; "lines: $(@(Get-Content $file).Count)"'
        }
        @{ Where = 'the output goes to a variable'; Command = '$all = Show-BambuFleet -TimeoutSec 1; "lines: $($all.Count)"' }
        @{ Where = 'the output goes to another command'; Command = '"lines: $((Show-BambuFleet -TimeoutSec 1 | Measure-Object).Count)"' }
        @{ Where = 'a function gives it on'; Command = 'function f { Show-BambuFleet -TimeoutSec 1 }; $all = f; "lines: $($all.Count)"' }
    ) {
        $text = (Invoke-AtTerminal $Command).Text
        $text | Should -BeLike '*lines: 4*the end*'
        $text.Contains($enter) | Should -BeFalse
    }

    It 'writes lines where the terminal is dumb' {
        $text = (Invoke-AtTerminal 'Show-BambuFleet -TimeoutSec 1' -Environment @{ TERM = 'dumb' }).Text
        $text | Should -Match '20\d\d-\d\d-\d\d \d\d:\d\d:\d\d P1P 1: offline'
        $text.Contains("`e") | Should -BeFalse
    }

    # The last one: the printer stays refused.
    It 'leaves the board before it tells of an error' {
        Invoke-Simulator $slow "printers/$a1/refuse-subscription"
        $run = Invoke-AtTerminal "Show-BambuFleet '$a1'"
        $run.Text | Should -BeLike "*$([WildcardPattern]::Escape($enter))*"
        $run.Text.Substring($run.Text.LastIndexOf($leave)) | Should -BeLike "*$a1*the end*"
    }
}
