#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.5.0' }

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'Simulator.psm1') -Force
    $script:bind = 'GET /v1/iot-service/api/user/bind'
    $script:cloud = Start-Simulator -Connect

    function Complete([string] $Typed) {
        (TabExpansion2 -inputScript $Typed -cursorColumn $Typed.Length).CompletionMatches
    }

    # In ms. What PowerShell itself does the first time is not counted, and of several tries the best one: others work on this machine too.
    function Measure-Completion([string] $Typed, [int] $Tries = 1) {
        $null = Complete 'Get-BambuDevice -Onl'
        (1..$Tries | ForEach-Object { (Measure-Command { Complete $Typed }).TotalMilliseconds } | Measure-Object -Minimum).Minimum
    }
}

AfterAll {
    Stop-Simulator $cloud
}

Describe 'Completion' {
    Context 'printers' {
        It 'completes <Typed> to <Text>' -ForEach @(
            @{ Typed = 'Get-BambuDevice -Name x1'; Text = "'X1 Carbon 1'" }
            @{ Typed = 'Get-BambuDevice P1S, *Carb'; Text = "'X1 Carbon 1'" }
            @{ Typed = 'Get-BambuDevice | Stop-BambuPrint -WhatIf; Suspend-BambuPrint A1'; Text = "'A1 1'" }
            @{ Typed = 'Stop-BambuPrint 039'; Text = '03900A000000003' }
        ) {
            (Complete $Typed).CompletionText | Should -Be $Text
        }

        It 'says what each is' {
            $all = Complete 'Resume-BambuPrint '
            $all.CompletionText | Should -Be "'P1S 1'", "'X1 Carbon 1'", "'A1 1'", "'P1P 1'"
            $all[3].ListItemText | Should -Be 'P1P 1 (01S00A000000004)'
            $all[3].ToolTip | Should -Be 'P1P 1: P1P, offline, 01S00A000000004'
        }

        It 'asks the cloud no more once they are known' {
            $null = Get-BambuDevice
            $before = Get-SimulatorRequest $cloud
            Complete 'Get-BambuDevice ' | Should -HaveCount 4
            Complete 'Get-BambuFirmware ' | Should -HaveCount 4
            Get-SimulatorRequest $cloud | Should -Be $before
        }

        It 'is quick with those that are known' {
            Measure-Completion 'Get-BambuDevice ' -Tries 3 | Should -BeLessThan 300
        }
    }

    Context 'what was read before' {
        BeforeAll {
            $null = Get-BambuTask -First 3
            $null = Get-BambuPrint
            $null = Get-BambuProject -First 3
            $null = Get-BambuNotification
        }

        It 'completes <Typed> to <Text>, which is <ToolTip>' -ForEach @(
            @{ Typed = 'Get-BambuTask -TaskId '; Text = '410000044'; ToolTip = 'Task: Cable clip, Finished, P1S 1, begun *' }
            @{ Typed = 'Get-BambuTask -TaskId Ben'; Text = '410000043'; ToolTip = 'Task: Benchy, *' }
            @{ Typed = 'Get-BambuTask -Title Ben'; Text = 'Benchy'; ToolTip = 'Title: Benchy, *' }
            @{ Typed = 'Get-BambuTask -JobId '; Text = '410000044'; ToolTip = 'Task: *' }
            @{ Typed = 'Wait-BambuPrint -JobId cube'; Text = '410000042'; ToolTip = 'Job: Cube, Finished, *' }
            @{ Typed = 'Get-BambuProject '; Text = 'proj_001'; ToolTip = 'Project: My Design 1, changed *' }
            @{ Typed = 'Get-BambuProject -Name '; Text = "'My Design 1'"; ToolTip = 'Project: My Design 1, *' }
            @{ Typed = 'Set-BambuNotification -Read '; Text = 'notif_0006'; ToolTip = 'Notification: Print job*, unread, *' }
            @{ Typed = 'Get-BambuNotification -Type print_f'; Text = 'print_failed'; ToolTip = 'A print ended with an error.' }
            @{ Typed = 'New-BambuTask -ModelId '; Text = 'US18701aac'; ToolTip = 'Model: Cable clip, *' }
        ) {
            $before = Get-SimulatorRequest $cloud
            $first = Complete $Typed | Select-Object -First 1
            $first.CompletionText | Should -Be $Text
            $first.ToolTip | Should -BeLike $ToolTip
            Get-SimulatorRequest $cloud | Should -Be $before
        }

        It 'finds what it completes to' {
            (& ([scriptblock]::Create("Get-BambuTask -TaskId $((Complete 'Get-BambuTask -TaskId Ben')[0].CompletionText)"))).Title |
                Should -Be 'Benchy'
        }
    }

    Context 'known words' {
        It 'completes <Typed>' -ForEach @(
            @{ Typed = 'Watch-BambuPrinter -EventType PrintP'; Text = 'PrintPaused' }
            @{ Typed = 'Get-BambuPrint -Status F'; Text = @('Failed', 'Finished') }
            @{ Typed = 'Connect-BambuCloud -Region c'; Text = 'China' }
        ) {
            (Complete $Typed).CompletionText | Should -Be $Text
        }
    }

    Context 'sessions' {
        It '<_> offers the variables that hold one' -ForEach 'Get-BambuDevice -Session ', 'Disconnect-BambuCloud ' {
            $farm = Get-BambuSession
            $null = $farm # The analysis does not see that completion reads it.
            $offered = Complete $_
            $offered.CompletionText | Should -Be '$farm'
            $offered.ToolTip | Should -Be "Session: $($cloud.Uid), Global"
            Measure-Completion $_ -Tries 3 | Should -BeLessThan 300
        }

        It 'offers nothing where no variable holds one' {
            Complete 'Get-BambuDevice -Session ' | Should -BeNullOrEmpty
        }
    }

    Context 'files' {
        BeforeAll {
            foreach ($name in 'read me.txt', 'x[1].3mf', "it's.GCODE", 'a b.gcode.3mf') {
                Set-Content -LiteralPath "TestDrive:/$name" -Value ''
            }
            $null = New-Item -ItemType Directory -Path 'TestDrive:/folder'
            Push-Location -LiteralPath $TestDrive
        }

        AfterAll {
            Pop-Location
        }

        It '<_> offers what can be printed, and folders' -ForEach 'Get-BambuPrintFile', 'Send-BambuFile', "Send-BambuPrint 'P1S 1'" {
            $all = Complete "$_ "
            $all.ListItemText | Sort-Object | Should -Be ('a b.gcode.3mf', 'folder', "it's.GCODE", 'x[1].3mf' | Sort-Object)
            foreach ($path in $all) {
                (& ([scriptblock]::Create("Get-Item -Path $($path.CompletionText)"))).Name | Should -Be $path.ListItemText
            }
        }

        It '<_> offers any file where none can be printed' -ForEach 'Get-BambuPrintFile', 'Send-BambuFile', "Send-BambuPrint 'P1S 1'" {
            (Complete "$_ 'r").ListItemText | Should -Be 'read me.txt'
        }

        It '-Plate offers the sliced plates of the file, with what each takes' {
            $script:cube = Get-TestFile
            foreach ($file in "'$cube'", '$cube', "-LiteralPath '$cube'", "-Path '$($cube -replace '3mf$', '3m?')'") {
                # A busy machine may read it a moment too late: then it is there the next time.
                $null = Wait-Condition -Because "the plates of $file should be known" {
                    $script:plate = Complete "Send-BambuPrint x $file -Plate "
                    $plate
                }
                $plate.CompletionText | Should -Be '1'
                $plate.ToolTip | Should -Match '^Plate 1: PLA, [\d.,]+ g, 11m$'
            }
            Measure-Completion "Send-BambuPrint '$cube' -Plate " -Tries 3 | Should -BeLessThan 300
        }

        It 'only where a path is meant: nothing for <_>' -ForEach @(
            'Register-BambuDevice ', 'Register-BambuDevice 01P00A000000009 ',
                'Rename-BambuDevice 01P00A000000001 ', "Rename-BambuDevice 01P00A000000001 'x"
            'Send-BambuPrint x nowhere.gcode.3mf -Plate ', 'Send-BambuPrint x x`[1].3mf -Plate ',
                'Send-BambuPrint x folder -Plate ', 'Send-BambuPrint x *.3mf -Plate '
            'Send-BambuPrint x x[ -Plate ', 'Send-BambuPrint x nodrive:/x -Plate ',
                'Send-BambuPrint x env:PATH -Plate ', 'Send-BambuPrint x $nothing -Plate ', 'Send-BambuPrint -Plate '
        ) {
            $errors = $global:Error.Count
            Complete $_ | Should -BeNullOrEmpty
            $global:Error.Count | Should -Be $errors
        }

        It 'only where a path is meant, in every cmdlet' {
            $paths = 'Path', 'LiteralPath', 'Destination', 'CACertificatePath'
            $others = foreach ($cmdlet in Get-Command -Module BambuCloud) {
                foreach ($parameter in $cmdlet.Parameters.Values) {
                    if ($parameter.Name -notin $paths + [Management.Automation.Cmdlet]::CommonParameters +
                        [Management.Automation.Cmdlet]::OptionalCommonParameters -and
                        -not $parameter.SwitchParameter) {
                        "$($cmdlet.Name) -$($parameter.Name) "
                    }
                }
            }
            $others.Count | Should -BeGreaterThan 60
            $others | Where-Object { (Complete $_).ResultType -match '^Provider' } | Should -BeNullOrEmpty
        }

        It '<_> offers literal paths as they are' -ForEach 'Get-BambuPrintFile', 'Send-BambuFile', 'Send-BambuPrint',
        'Test-BambuPrint', 'Export-BambuThumbnail' {
            $path = (Complete "$_ -LiteralPath x").CompletionText
            (& ([scriptblock]::Create("Get-Item -LiteralPath $path"))).Name | Should -Be 'x[1].3mf'
        }
    }

    Context 'a cloud that does not answer' {
        BeforeEach {
            Connect-Simulator $cloud # Nothing is known of a new session.
        }

        AfterEach {
            Clear-SimulatorFault $cloud
        }

        It 'holds nobody up for 300 ms, and leaves no error' {
            $null = Complete 'Get-BambuDevice -Onl'
            Add-SimulatorFault $cloud $bind Stall
            $errors = $global:Error.Count
            $time = Measure-Completion 'Get-BambuDevice '
            $time | Should -BeGreaterThan 200 # It was asked,
            $time | Should -BeLessThan 450 # and a machine with other work gets half as much again.
            Measure-Completion 'Get-BambuDevice ' | Should -BeLessThan 200
            $global:Error.Count | Should -Be $errors
        }

        It 'that answers late is known later' {
            Add-SimulatorFault $cloud $bind Late
            Complete 'Get-BambuDevice ' | Should -BeNullOrEmpty
            Wait-Condition -Because 'the printers should be known' { Complete 'Get-BambuDevice ' } | Should -BeTrue
        }

        It 'that answers with <Fault> <Status> is no error at a prompt' -ForEach @(
            @{ Fault = 'Status'; Status = 401 }
            @{ Fault = 'Status'; Status = 404 }
            @{ Fault = 'Html'; Status = 403 }
            @{ Fault = 'NotJson'; Status = 200 }
            @{ Fault = 'Cut'; Status = 200 }
        ) {
            Add-SimulatorFault $cloud $bind $Fault -Status $Status -Times 4
            $errors = $global:Error.Count
            Complete 'Get-BambuDevice ' | Should -BeNullOrEmpty
            $global:Error.Count | Should -Be $errors
        }
    }

    Context 'a Turkish prompt' {
        It 'finds names in any case' {
            $run = Invoke-Pipeline -Culture 'tr-TR' {
                Rename-BambuDevice -DeviceId 03900A000000003 -NewName MINI
                foreach ($typed in 'Get-BambuDevice mini', 'Get-BambuDevice *ini', 'Watch-BambuPrinter mini') {
                    (TabExpansion2 $typed $typed.Length).CompletionMatches.CompletionText
                }
                Rename-BambuDevice -DeviceId 03900A000000003 -NewName 'A1 1'
            }
            $run.Output | Should -Be 'MINI', 'MINI', 'MINI'
        }
    }

    Context 'without a session' {
        BeforeAll {
            Disconnect-BambuCloud
        }

        It '<_> offers nothing, at once and silently' `
            -ForEach 'Get-BambuDevice ', 'Get-BambuDevice -DeviceId ', 'Get-BambuTask ', 'Get-BambuProject ', 'Get-BambuNotification ' {
            $errors = $global:Error.Count
            Complete $_ | Should -BeNullOrEmpty
            Measure-Completion $_ -Tries 3 | Should -BeLessThan 100
            $global:Error.Count | Should -Be $errors
        }
    }
}
