#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.5.0' }

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'Simulator.psm1') -Force
    $script:tmux = Get-Command -Name tmux -CommandType Application -ErrorAction Ignore | Select-Object -First 1
    $script:farm = Start-Simulator -Printers 40 -Speed 5 # A print takes two minutes.
    $script:printing = $farm.Devices | Select-Object -SkipLast 1 # The last one is offline.
    foreach ($id in $printing) {
        Invoke-Simulator $farm "printers/$id/start"
    }

    # Runs a command in a PowerShell at a cleared terminal of 80 x 24. Gives what stood on it each time that somebody looked, what stands on
    # it in the end, and what was scrolled off above.
    function Invoke-InWindow([string] $Command) {
        if (-not $tmux) {
            Set-ItResult -Skipped -Because 'tmux, whose scrollback can be counted, is not found'
        }
        $file = Join-Path $TestDrive 'in-window.ps1'
        Set-Content -LiteralPath $file -Value @"
            Import-Module '$(Join-Path (Get-Module BambuCloud).ModuleBase 'BambuCloud.psd1')'
            `$token = ConvertTo-SecureString `$env:BAMBU_TEST_TOKEN -AsPlainText
            Connect-BambuCloud `$token -ApiEndpoint '$($farm.ApiEndpoint)' -MqttEndpoint '$($farm.MqttEndpoint)'
            $Command
            'the end'
"@
        $name = "bambu-pester-$([guid]::NewGuid().ToString('N'))"
        $settings = Join-Path $TestDrive 'tmux.conf'
        Set-Content -LiteralPath $settings -Value 'set -g history-limit 50000'
        $env:BAMBU_TEST_TOKEN = $farm.AccessToken
        try {
            # So that it stays.
            & $tmux -L $name -f $settings new-session -d -x 80 -y 24 `
                "env -u NO_COLOR '$(Get-PowerShellPath)' -NoProfile -NonInteractive -File '$file'; exec sleep 600"
            $seen = [Collections.Generic.List[string[]]]::new()
            $watch = [Diagnostics.Stopwatch]::StartNew()
            do {
                if ($watch.Elapsed.TotalSeconds -gt 90) {
                    throw "The command did not end. On the screen:`n$($seen[-1] -join "`n")"
                }
                [Threading.Thread]::Sleep(50)
                $seen.Add([string[]](& $tmux -L $name capture-pane -p | Where-Object { $_ }))
            } until ($seen[-1] -like 'the end*')
            [pscustomobject]@{
                Frames     = $seen
                Screen     = $seen[-1]
                Scrollback = @(& $tmux -L $name capture-pane -p -S - -E -1)
                Count      = [int](& $tmux -L $name display-message -p '#{history_size}')
            }
        }
        finally {
            Remove-Item -LiteralPath env:BAMBU_TEST_TOKEN
            & $tmux -L $name kill-server
        }
    }

    $script:bar = '^\S.* \[.*(left|more|printing|Preparing|Running).*\]\s*$'
}

AfterAll {
    Stop-Simulator $farm
}

Describe 'Bars of 39 prints in a window of 80 x 24' {
    It 'leave no line in the scrollback and none on the screen: <Command>' -ForEach @(
        @{ Command = '$null = Wait-BambuPrint -TimeoutSec 12 -ErrorAction Ignore -WarningAction Ignore' }
        @{ Command = '$null = Watch-BambuPrinter -TimeoutSec 5' }
    ) {
        $run = Invoke-InWindow $Command
        $run.Count | Should -Be 0
        $run.Screen | Should -Be 'the end'
        $most = ($run.Frames | ForEach-Object { @($_ -match $bar).Count } | Measure-Object -Maximum).Maximum
        $most | Should -Be 8 # A third of the window.
        $full = $run.Frames | Where-Object { @($_ -match $bar).Count -eq 8 -and $_[-1] -like '* more *' } | Select-Object -Last 1
        $full[7] | Should -Match '^\d+ more \[\d+ printing, slowest \d+m left *\]'
        $full[0] | Should -Match '^.+: .+ \[\d+m left, .+\]'
    }

    It 'leave none there in the classic view of progress either' {
        $run = Invoke-InWindow ('$PSStyle.Progress.View = "Classic"; ' +
            '$null = Wait-BambuPrint -TimeoutSec 12 -ErrorAction Ignore -WarningAction Ignore')
        $run.Count | Should -Be 0
        $run.Screen | Should -Be 'the end'
        $run.Frames | Where-Object { $_ -like '*printing, slowest*' } | Should -Not -BeNullOrEmpty
    }

    It 'leave nothing of themselves between the events that a watch writes under them' {
        $run = Invoke-InWindow 'Watch-BambuPrinter -TimeoutSec 5'
        $run.Frames | Where-Object { $_ -match $bar } | Should -Not -BeNullOrEmpty
        $run.Count | Should -BeGreaterThan 20
        $run.Scrollback | Where-Object { $_ -and $_ -notmatch '^(\d\d:\d\d:\d\d |Time |---- )' } | Should -BeNullOrEmpty
    }
}
