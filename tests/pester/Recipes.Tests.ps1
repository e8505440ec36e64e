#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.5.0' }

<#
    The recipes of docs/recipes.md, taken out of the page as they stand there and run as a scheduler runs scripts: each in a process of its
    own, signed in by the environment, with nobody at the keyboard.
#>

BeforeDiscovery {
    $docs = [IO.Path]::Combine($PSScriptRoot, '..', '..', 'docs', 'recipes.md')
    $text = [IO.File]::ReadAllText($docs).ReplaceLineEndings("`n")
    $script:recipes = foreach ($section in [regex]::Matches($text, '(?ms)^## (?<Name>[^\n]+)\n(?<Body>.*?)(?=^## |\z)')) {
        $blocks = [regex]::Matches($section.Groups['Body'].Value, '(?ms)^```(?<Language>\w*)\n(?<Text>.*?)^```$')
        @{
            Name    = $section.Groups['Name'].Value
            Words   = $section.Groups['Body'].Value -replace '(?s)```.*'
            Scripts = @($blocks | Where-Object { $_.Groups['Language'].Value -eq 'powershell' } |
                ForEach-Object { $_.Groups['Text'].Value })
            Outputs = @($blocks | Where-Object { $_.Groups['Language'].Value -ne 'powershell' } |
                ForEach-Object { $_.Groups['Text'].Value })
        }
    }
    # Which of them the tests below run: what Open-Recipe and Invoke-Recipe are called with.
    $calls = [Management.Automation.Language.Parser]::ParseFile($PSCommandPath, [ref] $null, [ref] $null).FindAll({
        $args[0] -is [Management.Automation.Language.CommandAst] -and $args[0].GetCommandName() -in 'Open-Recipe', 'Invoke-Recipe'
    }, $true)
    $script:tested = @($calls | ForEach-Object { $_.CommandElements[1].Extent.Text })
}

Describe 'The page of recipes' -ForEach @{ Page = $text; Recipes = @($recipes); Tested = $tested } {
    It 'has eleven of them' {
        $Recipes | Should -HaveCount 11
        $Recipes.Name | Select-Object -Unique | Should -HaveCount 11
    }

    It 'lists them all at its top, and the README leads to it' {
        foreach ($recipe in $Recipes) {
            $Page.Substring(0, $Page.IndexOf("`n## ")).Contains("`n| [$($recipe.Name)](#$($recipe.Name)) |") | Should -BeTrue
        }
        [IO.File]::ReadAllText([IO.Path]::Combine($PSScriptRoot, '..', '..', 'README.md')) | Should -BeLike '*(docs/recipes.md)*'
    }

    It 'has no test of a recipe that is not there' {
        $Tested | Where-Object { $_ -notin $Recipes.Name -and $_ -ne '$Name' } | Should -BeNullOrEmpty
    }

    It 'tells of <Name> in words, one complete script and what came of it, and a test runs it' -ForEach $recipes {
        $Name | Should -BeIn $Tested
        $Words.Trim() | Should -Not -BeNullOrEmpty
        $Scripts | Should -HaveCount 1
        $Outputs | Should -HaveCount 1
        $Outputs[0] | Should -BeLike "PS> *./$Name.ps1*"
        ($Outputs[0] -split '\n' | Measure-Object -Property Length -Maximum).Maximum | Should -BeLessOrEqual 80

        $faults = $null
        $script = [Management.Automation.Language.Parser]::ParseInput($Scripts[0], [ref] $null, [ref] $faults)
        $faults | Should -BeNullOrEmpty
        $script.GetHelpContent().Synopsis | Should -Not -BeNullOrEmpty
        $script.ParamBlock | Should -Not -BeNullOrEmpty
        $script.ScriptRequirements.RequiredModules.Name | Should -Be 'BambuCloud'
        $script.ScriptRequirements.RequiredPSVersion | Should -Be '7.4'
        $Scripts[0] | Should -BeLike "*`$ErrorActionPreference = 'Stop'*"
    }

    It 'has a <Name> in which PSScriptAnalyzer finds nothing' -ForEach $recipes -Skip:(-not (Get-Module -ListAvailable PSScriptAnalyzer)) {
        Invoke-ScriptAnalyzer -ScriptDefinition $Scripts[0] | ForEach-Object { "$($_.RuleName) in line $($_.Line)" } | Should -BeNullOrEmpty
    }
}

Describe 'The recipe' -ForEach @{ Recipes = @($recipes) } {
    BeforeAll {
        Import-Module (Join-Path $PSScriptRoot 'Simulator.psm1') -Force
        $script:cube = Get-TestFile
        $script:fast = Start-Simulator -Speed 300                  # The cube takes two and a half seconds,
        $script:slow = Start-Simulator -Speed 1                    # or until it is ended.
        $script:live = Start-Simulator -ApiProfile live -Speed 1
        $script:p1s, $script:x1, $script:a1, $null = $slow.Devices # The same in all.
        $script:print = 'POST /v1/iot-service/api/user/print'

        $script:folder = [IO.Directory]::CreateTempSubdirectory('bambu-recipes-').FullName
        foreach ($recipe in $Recipes) {
            [IO.File]::WriteAllText((Join-Path $folder "$($recipe.Name).ps1"), $recipe.Scripts[0])
        }

        # An empty folder for a recipe to stand in.
        function Get-Place {
            (New-Item -ItemType Directory -Path (Join-Path $folder ([guid]::NewGuid()))).FullName
        }

        # Begins a recipe.
        function Open-Recipe(
            [string] $Name, [pscustomobject] $Simulator, [string[]] $Argument = @(),
            [string] $Place = $folder, [hashtable] $Environment = @{}
        ) {
            $start = [Diagnostics.ProcessStartInfo]::new((Get-PowerShellPath))
            foreach ($part in @('-NoProfile', '-NonInteractive', '-File', (Join-Path $folder "$Name.ps1")) + $Argument) {
                $start.ArgumentList.Add($part)
            }
            $start.WorkingDirectory = $Place
            $variables = @{
                BAMBU_ACCESS_TOKEN          = $Simulator.AccessToken
                BAMBU_API_ENDPOINT          = $Simulator.ApiEndpoint
                BAMBU_MQTT_ENDPOINT         = $Simulator.MqttEndpoint
                PSModulePath                = Split-Path (Split-Path (Get-Module BambuCloud).Path)
                NO_COLOR                    = '1'
                POWERSHELL_UPDATECHECK      = 'Off'
                POWERSHELL_TELEMETRY_OPTOUT = '1'
            } + $Environment
            foreach ($variable in $variables.Keys) {
                $start.Environment[$variable] = $variables[$variable]
            }
            $start.RedirectStandardInput = $true
            $start.RedirectStandardOutput = $true
            $start.RedirectStandardError = $true
            $process = [Diagnostics.Process]::Start($start)
            $process.StandardInput.Close()
            [pscustomobject]@{
                Process = $process; Seen = [Collections.Generic.List[string]]::new(); Errors = $process.StandardError.ReadToEndAsync()
            }
        }

        # Reads what a running recipe says, until it says something.
        function Wait-Line([pscustomobject] $Running, [string] $Like) {
            do {
                $line = $Running.Process.StandardOutput.ReadLineAsync()
                if (-not $line.Wait(30000) -or $null -eq $line.Result) {
                    $errors = $line.IsCompleted ? $Running.Errors.Result : ''
                    throw "The recipe did not say '$Like', but: $($Running.Seen -join "`n") $errors"
                }
                $Running.Seen.Add($line.Result)
            } until ($line.Result -like $Like)
            $line.Result
        }

        # Waits for the end of a recipe, or ends it.
        function Complete-Recipe([pscustomobject] $Running, [switch] $Kill) {
            if ($Kill) {
                $Running.Process.Kill()
            }
            $rest = $Running.Process.StandardOutput.ReadToEndAsync()
            if (-not $Running.Process.WaitForExit(60000)) {
                $Running.Process.Kill()
                throw "The recipe did not end: $($rest.Result)"
            }
            [pscustomobject]@{
                ExitCode = $Running.Process.ExitCode
                Output   = @($Running.Seen) + ($rest.Result -split '\r?\n') | Where-Object { $_ }
                # In one line, as the console breaks it at its width; before 7.6 it has colours all the same.
                Errors   = $Running.Errors.Result -replace '\e\[[\d;]*m' -replace '\s+(\|\s)?\s*', ' '
            }
            $Running.Process.Dispose()
        }

        function Invoke-Recipe(
            [string] $Name, [pscustomobject] $Simulator, [string[]] $Argument = @(),
            [string] $Place = $folder, [hashtable] $Environment = @{}
        ) {
            Complete-Recipe (Open-Recipe $Name $Simulator $Argument $Place $Environment)
        }
    }

    AfterAll {
        Stop-Simulator $fast
        Stop-Simulator $slow
        Stop-Simulator $live
        Remove-Item -LiteralPath $folder -Recurse -Force
    }

    Context 'nightly-csv-report' {
        It 'writes every print once, with numbers and times that every computer reads (<ApiProfile>)' -ForEach @(
            @{ ApiProfile = 'documented' }
            @{ ApiProfile = 'live' }
        ) {
            $cloud = $ApiProfile -eq 'live' ? $live : $slow
            $place = Get-Place
            $file = Join-Path $place 'prints.csv'
            Invoke-Simulator $cloud "printers/$p1s/start" # A print that runs is none yet.
            $run = Invoke-Recipe nightly-csv-report $cloud -Place $place -Environment @{ LC_ALL = 'de_DE.UTF-8' }
            $run.Errors | Should -BeNullOrEmpty
            $run.Output | Should -Match "^(\d+) new prints, \1 in 'prints\.csv'\.$"
            $run.ExitCode | Should -Be 0
            $rows = Import-Csv -LiteralPath $file
            $rows.Count | Should -BeGreaterOrEqual 45
            $rows.TaskId | Select-Object -Unique | Should -HaveCount $rows.Count
            $rows.Status | Select-Object -Unique | Sort-Object | Should -Be 'Failed', 'Finished'
            foreach ($row in $rows) {
                $row.Started, $row.Ended | Should -Match '^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d$'
                $row.Grams | Should -Match '^\d+\.\d\d$'
            }
            $first = $rows | Where-Object TaskId -EQ 410000000
            $first.Printer, $first.Title, $first.Status, $first.Minutes, $first.Grams | Should -Be 'P1S 1', 'Cube', 'Finished', '30', '8.00'

            # The next night: what ended since comes behind the others, which stay as they are.
            $before = Get-Content -LiteralPath $file
            Invoke-Simulator $cloud "printers/$p1s/fail"
            $run = Invoke-Recipe nightly-csv-report $cloud -Place $place
            $run.Output | Should -Be "1 new prints, $($rows.Count + 1) in 'prints.csv'."
            $after = Get-Content -LiteralPath $file
            $after[0..($before.Count - 1)] | Should -Be $before
            $after[-1] | Should -BeLike '*,P1S 1,bracket.gcode.3mf,Failed,*'

            # A night on which nothing ended.
            $run = Invoke-Recipe nightly-csv-report $cloud -Place $place
            $run.Output | Should -Be "0 new prints, $($rows.Count + 1) in 'prints.csv'."
            Get-Content -LiteralPath $file | Should -Be $after
        }

        It 'leaves the file as it is when the cloud does not answer' {
            $place = Get-Place
            $rows = 'TaskId,Printer,Title,Status,Started,Ended,Minutes,Grams', '1,P1S 1,Cube,Finished,,,,'
            $rows | Set-Content -LiteralPath (Join-Path $place 'prints.csv')
            Add-SimulatorFault $slow 'GET /v1/user-service/my/tasks' Status -Status 403
            $run = Invoke-Recipe nightly-csv-report $slow -Place $place
            $run.ExitCode | Should -Be 1
            $run.Errors | Should -BeLike 'Get-BambuTask: *403*'
            Get-Content -LiteralPath (Join-Path $place 'prints.csv') | Should -Be $rows
            Get-ChildItem -LiteralPath $place | Should -HaveCount 1
        }
    }

    Context 'alert-on-failure' {
        BeforeAll {
            $script:webhook = Start-Endpoint @{ 'POST /alert' = 200, 'ok' }
        }

        AfterAll {
            Stop-Endpoint $webhook
            Invoke-Simulator $live "printers/$x1/online"
            Invoke-Simulator $live 'token/restore'
        }

        It 'tells the webhook of a print that failed and of a printer that is gone, and ends with an error when its token does' {
            Clear-Printer $live
            $p1s, $a1 | ForEach-Object { Invoke-Simulator $live "printers/$_/start" }
            # Beside it one whose webhook nobody answers: it goes on all the same, and says so at its end.
            $deaf = Open-Recipe alert-on-failure $live '-Uri', "http://127.0.0.1:$(Get-ClosedPort)/alert", '-TimeoutSec', 8
            $watch = Open-Recipe alert-on-failure $live -Environment @{ PRINT_ALERT_URI = "$($webhook.ApiEndpoint)alert" }
            foreach ($running in $deaf, $watch) {
                1..3 | ForEach-Object { $null = Wait-Line $running 'Watching *: *' }
            }
            Invoke-Simulator $live "printers/$a1/cancel" # Somebody wanted that.
            Invoke-Simulator $live "printers/$p1s/fail"
            $failed = Wait-Line $watch '*PrintFailed*'
            $failed | Should -Match "^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d P1S 1: PrintFailed 'bracket' at 0 %, 0300_8016, 0300_1A00_0002_0002$"
            Invoke-Simulator $live "printers/$x1/offline"
            $gone = Wait-Line $watch '*PrinterOffline*'
            $gone | Should -BeLike '* X1 Carbon 1: PrinterOffline'
            $null = Wait-Condition -Because 'both alerts should arrive' { $webhook.Requests.Count -eq 2 }
            ($webhook.Requests.ToArray().Body | ConvertFrom-Json).text | Should -Be $failed, $gone

            $run = Complete-Recipe $deaf
            $run.ExitCode | Should -Be 1
            @($run.Output -like '*PrintFailed*').Count, @($run.Output -like 'WARNING: The alert was not delivered*').Count | Should -Be 1, 2

            Invoke-Simulator $live 'token/revoke'
            Invoke-Simulator $live 'connections/drop'
            $run = Complete-Recipe $watch
            $run.ExitCode | Should -Be 1
            $run.Errors | Should -BeLike '*refuses the access token*'
        }

        It 'does not begin when there is nobody to alert' {
            $run = Invoke-Recipe alert-on-failure $slow
            $run.ExitCode | Should -Be 1
            $run.Errors | Should -BeLike '*There is nobody to alert*'
        }
    }

    Context 'firmware-overview' {
        It 'shows every printer, and says by its exit code that there are updates (<ApiProfile>)' -ForEach @(
            @{ ApiProfile = 'documented' }
            @{ ApiProfile = 'live' }
        ) {
            $run = Invoke-Recipe firmware-overview ($ApiProfile -eq 'live' ? $live : $slow)
            $run.Errors | Should -BeNullOrEmpty
            $run.ExitCode | Should -Be 2
            ($run.Output -replace ' +', ' ')[2..5] | Should -Be @(
                'A1 1 A1 True 01.08.02.00 01.09.00.00 True'
                'P1P 1 P1P False 01.08.02.00 01.09.00.00 True'
                'P1S 1 P1S True 01.08.02.00 01.09.00.00 True'
                'X1 Carbon 1 X1 Carbon True 01.08.02.00 01.09.00.00 True'
            )
        }

        It 'ends with 1 when the cloud says nothing of one, which is a line too' {
            Add-SimulatorFault $slow 'GET /v1/iot-service/api/user/device/version' Status -Status 403
            $run = Invoke-Recipe firmware-overview $slow
            $run.ExitCode | Should -Be 1
            $run.Errors | Should -BeLike 'Get-BambuFirmware: *'
            @($run.Output -match '01\.09\.00\.00 +True$').Count, @($run.Output -match '^P1S 1 .* unknown +unknown *$').Count |
                Should -Be 3, 1
        }

        It 'ends with 0 when all are up to date' {
            $endpoint = Start-Endpoint @{
                'GET /v1/design-user-service/my/preference'    = 200, '{"uid":1}'
                'GET /v1/iot-service/api/user/bind'            = 200,
                    '{"code":null,"devices":[{"dev_id":"01P00A000000001","name":"P1S 1","online":true,"dev_product_name":"P1S"}]}'
                'GET /v1/iot-service/api/user/device/version' = 200,
                    '{"code":0,"data":{"current_version":"01.09.00.00","latest_version":"01.09.00.00","update_available":false}}'
            }
            try {
                $run = Invoke-Recipe firmware-overview ([pscustomobject]@{
                    AccessToken = 'a'; ApiEndpoint = $endpoint.ApiEndpoint; MqttEndpoint = "mqtt://127.0.0.1:$(Get-ClosedPort)"
                })
                $run.Errors | Should -BeNullOrEmpty
                $run.ExitCode | Should -Be 0
                $run.Output[-1] -replace ' +', ' ' | Should -Be 'P1S 1 P1S True 01.09.00.00 01.09.00.00 False'
            }
            finally {
                Stop-Endpoint $endpoint
            }
        }
    }

    Context 'print-on-first-idle-printer' {
        BeforeAll {
            # A cloud of its own: the printers of the others have printed.
            $script:idle = Start-Simulator -Speed 1
            $script:forP1s = Get-TestFile cube-p1s.gcode.3mf
        }

        AfterAll {
            Stop-Simulator $idle
        }

        It 'shows with -WhatIf what it would start' {
            $run = Invoke-Recipe print-on-first-idle-printer $idle '-Path', $cube, '-WhatIf'
            $run.ExitCode | Should -Be 0
            $run.Output | Should -HaveCount 1
            $run.Output | Should -BeLike "What if: *'cube.gcode.3mf'*$p1s*"
            Get-RequestCount $idle $print | Should -Be 0
        }

        It 'takes the next printer when the first one refuses' {
            Add-SimulatorFault $idle $print ErrorIn200 -Code 1005
            $run = Invoke-Recipe print-on-first-idle-printer $idle '-Path', $cube
            $run.Errors | Should -BeNullOrEmpty
            $run.ExitCode | Should -Be 0
            $run.Output[0] | Should -BeLike 'WARNING: P1S 1 did not take it: *'
            $run.Output[-1] | Should -Match "^X1 Carbon 1 prints 'cube\.gcode\.3mf' as job \d+\.$"
        }

        It 'takes only printers that the file was sliced for, and none that is busy' {
            $run = Invoke-Recipe print-on-first-idle-printer $idle '-Path', $forP1s
            $run.ExitCode | Should -Be 0
            $run.Output | Should -BeLike "P1S 1 prints 'cube-p1s.gcode.3mf' as job *"
            $run = Invoke-Recipe print-on-first-idle-printer $idle '-Path', $forP1s # A1 1 is idle.
            $run.ExitCode | Should -Be 2
            $run.Output | Should -BeLike "WARNING: No printer is free for '*cube-p1s.gcode.3mf'."
        }

        It 'takes one whose last print ended only when its bed was cleared' {
            Invoke-Simulator $idle "printers/$($idle.Devices[0])/cancel"
            $run = Invoke-Recipe print-on-first-idle-printer $idle '-Path', $forP1s
            $run.ExitCode | Should -Be 2
            $run = Invoke-Recipe print-on-first-idle-printer $idle '-Path', $forP1s, '-BedsCleared'
            $run.Errors | Should -BeNullOrEmpty
            $run.ExitCode | Should -Be 0
        }

        It 'starts nothing elsewhere when nobody knows whether a start arrived' {
            Clear-Printer $idle
            $before = Get-RequestCount $idle $print
            Add-SimulatorFault $idle $print Reset
            $run = Invoke-Recipe print-on-first-idle-printer $idle '-Path', $cube, '-BedsCleared'
            $run.ExitCode | Should -Be 1
            $run.Errors | Should -BeLike 'Send-BambuPrint: *'
            (Get-RequestCount $idle $print) - $before | Should -Be 1
        }

        It 'says that the live service refuses starts' {
            $run = Invoke-Recipe print-on-first-idle-printer $live '-Path', $cube, '-BedsCleared'
            $run.ExitCode | Should -Be 1
            $run.Errors | Should -BeLike '*HTTP 405*Nothing was started*'
            @($run.Output) -notlike 'WARNING: *' | Should -BeNullOrEmpty # The printer has printed before.
        }
    }

    Context 'picture-of-failure' {
        BeforeAll {
            $script:nobody = [pscustomobject]@{ AccessToken = ''; ApiEndpoint = ''; MqttEndpoint = '' }
            $script:chat = Start-Endpoint @{ 'POST /chat' = 200, 'ok' }
            $script:lan = Start-Simulator -Lan -Speed 1
            $script:state = $env:XDG_STATE_HOME

            # Keeps the printer for the recipe, which has a folder of its own for what is kept.
            function Save-Printer([int] $CameraPort) {
                $env:XDG_STATE_HOME = Get-Place
                $address = Get-PrinterAddress $lan
                Connect-BambuPrinter @address -Name 'P1S 1' -CameraPort $CameraPort -AcceptNewCertificate -Save
                Disconnect-BambuPrinter
                $place = Get-Place
                @{
                    XDG_STATE_HOME = $env:XDG_STATE_HOME; PRINT_ALERT_URI = "$($chat.ApiEndpoint)chat"
                    TMPDIR = $place; TMP = $place; TEMP = $place
                }
            }
        }

        AfterAll {
            $env:XDG_STATE_HOME = $state
            Stop-Endpoint $chat
            Stop-Simulator $lan
        }

        It 'sends what the camera sees, with a line that says which print failed, and needs no account' {
            $watch = Open-Recipe picture-of-failure $nobody -Environment (Save-Printer $lan.LanPrinters[0].cameraPort)
            $null = Wait-Line $watch 'Watching P1S 1: *'
            Invoke-Simulator $lan "printers/$p1s/start"
            Invoke-Simulator $lan "printers/$p1s/fail"
            $line = Wait-Line $watch '*failed*'
            $line | Should -Match "^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d P1S 1: 'bracket' failed at \d+ %"
            $null = Wait-Condition -Because 'the picture should arrive' { $chat.Requests.Count -eq 1 }
            $null = Complete-Recipe $watch -Kill
            $request = $null
            $null = $chat.Requests.TryDequeue([ref] $request)
            $request.Body | Should -BeLike "*name=content*$([wildcardpattern]::Escape($line))*name=file; filename=${p1s}_*.jpg*JFIF*"
        }

        It 'sends the line alone where there is no picture, and leaves none here' {
            Clear-Printer $lan
            $environment = Save-Printer (Get-ClosedPort)
            $run = Open-Recipe picture-of-failure $nobody '-TimeoutSec', 8 -Environment $environment
            $null = Wait-Line $run 'Watching P1S 1: Idle'
            Invoke-Simulator $lan "printers/$p1s/start"
            Invoke-Simulator $lan "printers/$p1s/fail"
            $run = Complete-Recipe $run
            $run.ExitCode, $run.Errors | Should -Be 0, ''
            @($run.Output -like 'WARNING: There is no picture: *') | Should -HaveCount 1
            $request = $null
            $chat.Requests.TryDequeue([ref] $request) | Should -BeTrue
            $request.Body | Should -BeLike "*'bracket' failed*"
            $request.Body | Should -Not -BeLike '*filename*'
            Get-ChildItem -LiteralPath $environment.TMPDIR -Filter 'print-failures-*' | Should -BeNullOrEmpty
        }
    }

    Context 'clean-notifications' {
        It 'says where the service has no list of them (live)' {
            $run = Invoke-Recipe clean-notifications $live
            "$($run.Errors)" | Should -BeLike '*has no list of notifications*Get-BambuMessage*'
            $run.ExitCode | Should -Be 1
        }

        It 'marks what is old and no failure, once' {
            $cloud = Start-Simulator -Speed 1
            try {
                Invoke-Simulator $cloud "printers/$p1s/start"
                Invoke-Simulator $cloud "printers/$p1s/fail"
                $run = Invoke-Recipe clean-notifications $cloud '-OlderThanHours', 10, '-WhatIf'
                $run.Output -like 'What if: * "Mark as read" on target "notif_*".' | Should -HaveCount 2
                $run.Output[-1] | Should -Be '0 marked as read, 4 unread.'
                $run.ExitCode | Should -Be 0

                # One of two fails.
                Add-SimulatorFault $cloud 'PUT /v1/iot-service/api/user/notification' Status -Status 404
                $run = Invoke-Recipe clean-notifications $cloud '-OlderThanHours', 10
                $run.Output | Should -Be '1 marked as read, 3 unread.'
                $run.Errors | Should -BeLike 'Set-BambuNotification: *'
                $run.ExitCode | Should -Be 1
                $run = Invoke-Recipe clean-notifications $cloud '-OlderThanHours', 0
                $run.Errors | Should -BeNullOrEmpty
                $run.Output | Should -BeLike '* marked as read, 1 unread.'
                $run.ExitCode | Should -Be 0
                $run = Invoke-Recipe clean-notifications $cloud '-OlderThanHours', 0
                $run.Output | Should -Be '0 marked as read, 1 unread.'
                $run.ExitCode | Should -Be 0
                Connect-Simulator $cloud
                (Get-BambuNotification -Unread).Type | Should -Be 'print_failed'
            }
            finally {
                Stop-Simulator $cloud
            }
        }
    }

    Context 'cost-report' {
        It 'weighs the prints of a month by printer (<ApiProfile>)' -ForEach @(
            @{ ApiProfile = 'documented' }
            @{ ApiProfile = 'live' }
        ) {
            $cloud = $ApiProfile -eq 'live' ? $live : $slow
            Connect-Simulator $cloud
            $month = (Get-BambuTask -Since (Get-Date).AddDays(-6) | Where-Object Status -In Finished, Failed |
                Select-Object -First 1).StartTime.ToString('yyyy-MM', [cultureinfo]::InvariantCulture)
            $tasks = Get-BambuTask | Where-Object {
                $_.Status -in 'Finished', 'Failed' -and $_.StartTime.ToString('yyyy-MM', [cultureinfo]::InvariantCulture) -eq $month
            }
            $run = Invoke-Recipe cost-report $cloud '-PricePerKg', '22.50', '-Month', $month -Environment @{ LC_ALL = 'C' }
            $run.Errors | Should -BeNullOrEmpty
            $run.ExitCode | Should -Be 0
            $kg = ($tasks | Measure-Object Grams -Sum).Sum / 1000
            $failedKg = ($tasks | Where-Object Status -EQ Failed | Measure-Object Grams -Sum).Sum / 1000
            $all = $run.Output[-1] -split ' +' -replace ',', '.'
            $all[0], $all[1] | Should -Be 'All', "$($tasks.Count)"
            [decimal]::Parse($all[3], [cultureinfo]::InvariantCulture) | Should -Be ([math]::Round($kg, 2))
            [decimal]::Parse($all[4], [cultureinfo]::InvariantCulture) | Should -Be ([math]::Round([decimal] $kg * 22.5, 2))
            [decimal]::Parse($all[5], [cultureinfo]::InvariantCulture) | Should -Be ([math]::Round([decimal] $failedKg * 22.5, 2))
            foreach ($printer in $tasks | Group-Object DeviceName) {
                $run.Output -match "^$($printer.Name) +$($printer.Count) " | Should -HaveCount 1
            }
        }

        It 'says that a month has no prints, and refuses what is no month' {
            $run = Invoke-Recipe cost-report $slow '-PricePerKg', 20, '-Month', '2020-01'
            $run.Output, $run.ExitCode | Should -Be 'No prints in 2020-01.', 0
            $run = Invoke-Recipe cost-report $slow '-PricePerKg', 20, '-Month', '2020-13'
            $run.ExitCode | Should -Be 1
        }
    }

    Context 'wait-and-exit-code' {
        BeforeAll {
            # Begins the recipe, and waits until it has asked the three printers that are online for their state.
            function Open-Wait([pscustomobject] $Simulator, [string[]] $Argument = @()) {
                $before = Get-RequestCount $Simulator 'MQTT pushall'
                Open-Recipe wait-and-exit-code $Simulator $Argument
                $null = Wait-Condition -Because 'the recipe should ask for the state of the printers' {
                    (Get-RequestCount $Simulator 'MQTT pushall') -ge $before + 3
                }
            }
        }

        BeforeEach {
            Clear-Printer $fast
            Clear-Printer $live
        }

        It 'ends with 0 when the print ended well' {
            # On hold until somebody waits for it.
            Invoke-Simulator $fast "printers/$p1s/start"
            Invoke-Simulator $fast "printers/$p1s/pause"
            $wait = Open-Wait $fast
            Invoke-Simulator $fast "printers/$p1s/resume"
            $run = Complete-Recipe $wait
            $run.Errors | Should -BeNullOrEmpty
            $run.ExitCode | Should -Be 0
            $run.Output[0] | Should -Be 'WARNING: P1P 1 is offline; whether it prints is not known.'
            $run.Output[-1] | Should -Match '^P1S 1 +bracket +Finished '
        }

        It 'ends with 2 when one failed, also when another one has not ended in time (live)' {
            Invoke-Simulator $live "printers/$p1s/start"
            Invoke-Simulator $live "printers/$x1/start"
            $wait = Open-Wait $live '-TimeoutSec', 5
            Invoke-Simulator $live "printers/$p1s/fail"
            $run = Complete-Recipe $wait
            $run.ExitCode | Should -Be 2
            @($run.Output -match '^P1S 1 +bracket +Failed .* 0300_8016').Count,
                @($run.Output -match '^X1 Carbon 1 +bracket +(Preparing|Running) ').Count | Should -Be 1, 1
        }

        It 'ends with 3 when the time is over, and with 0 when nothing prints (live)' {
            Invoke-Simulator $live "printers/$p1s/start"
            $run = Invoke-Recipe wait-and-exit-code $live '-Name', 'P1S*', '-TimeoutSec', 1
            $run.ExitCode | Should -Be 3
            $run = Invoke-Recipe wait-and-exit-code $live '-Name', 'X1*', '-TimeoutSec', 1
            $run.ExitCode, $run.Output | Should -Be 0, 'Nothing prints.'
        }

        It 'ends with 1 when there is no such printer' {
            (Invoke-Recipe wait-and-exit-code $live '-Name', 'P1S 7').ExitCode | Should -Be 1
        }
    }

    Context 'several-accounts' {
        It 'lists the printers of each, and of the others when one does not answer' {
            $accounts = @{
                EAST_ACCESS_TOKEN  = $slow.AccessToken
                EAST_API_ENDPOINT  = $slow.ApiEndpoint
                EAST_MQTT_ENDPOINT = $slow.MqttEndpoint
                WEST_ACCESS_TOKEN  = $live.AccessToken
                WEST_REGION        = 'China'
                WEST_API_ENDPOINT  = $live.ApiEndpoint
                WEST_MQTT_ENDPOINT = $live.MqttEndpoint
                OLD_ACCESS_TOKEN   = $live.AccessToken + 'x'
                OLD_API_ENDPOINT   = $live.ApiEndpoint
                OLD_MQTT_ENDPOINT  = $live.MqttEndpoint
            }
            $nobody = [pscustomobject]@{ AccessToken = ''; ApiEndpoint = ''; MqttEndpoint = '' }
            $run = Invoke-Recipe several-accounts $nobody 'EAST', 'WEST' -Environment $accounts
            $run.Errors | Should -BeNullOrEmpty
            $run.ExitCode | Should -Be 0
            @($run.Output -like 'EAST *').Count, @($run.Output -like 'WEST *').Count | Should -Be 4, 4

            $run = Invoke-Recipe several-accounts $nobody 'EAST', 'NORTH', 'OLD', 'WEST' -Environment $accounts
            $run.ExitCode | Should -Be 1
            @($run.Output -like 'EAST *').Count, @($run.Output -like 'WEST *').Count | Should -Be 4, 4
            $run.Errors | Should -BeLike '*NORTH: there is no variable NORTH_ACCESS_TOKEN*OLD: *refuses*'
            $run.Errors + $run.Output | Should -Not -BeLike "*$($live.AccessToken)*"
        }
    }

    Context 'parallel-upload' {
        It 'uploads each file once, and goes on when one fails (<ApiProfile>)' -ForEach @(
            @{ ApiProfile = 'documented' }
            @{ ApiProfile = 'live' }
        ) {
            $cloud = $ApiProfile -eq 'live' ? $live : $slow
            $place = Get-Place
            $odd = "f$([char] 0xFC)r [P1S].gcode.3mf"
            Copy-Item -LiteralPath $cube -Destination $place
            Copy-Item -LiteralPath $cube -Destination (Join-Path $place 'the same.gcode.3mf')
            Copy-Item -LiteralPath (Get-TestFile cube-p1s.gcode.3mf) -Destination (Join-Path $place $odd)
            $before = (Get-SimulatorState $cloud).completeUploads
            $run = Invoke-Recipe parallel-upload $cloud -Place $place
            $run.Errors | Should -BeNullOrEmpty
            $run.ExitCode | Should -Be 0
            $run.Output[0..1] -like 'Uploaded *' | Should -HaveCount 2
            $run.Output[2] | Should -Be '2 uploaded, 0 failed, 0 known before.'
            (Get-SimulatorState $cloud).completeUploads - $before | Should -Be 2
            $rows = Import-Csv -LiteralPath (Join-Path $place 'uploaded.csv')
            ($rows | Where-Object FileName -EQ $odd).Sha256 | Should -Be (Get-FileHash (Get-TestFile cube-p1s.gcode.3mf)).Hash
            $rows.UploadedAt | Should -Match '^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d$'

            'no archive' | Set-Content -LiteralPath (Join-Path $place 'broken.gcode.3mf')
            $run = Invoke-Recipe parallel-upload $cloud -Place $place
            $run.ExitCode | Should -Be 1
            $run.Output | Should -Be '0 uploaded, 1 failed, 2 known before.'
            $run.Errors | Should -BeLike '*broken.gcode.3mf*'
            (Get-SimulatorState $cloud).completeUploads - $before | Should -Be 2
        }
    }

    Context 'live-log' {
        It 'writes what happens as JSON lines, also after the connection was lost (<ApiProfile>)' -ForEach @(
            @{ ApiProfile = 'documented' }
            @{ ApiProfile = 'live' }
        ) {
            $cloud = $ApiProfile -eq 'live' ? $live : $slow
            Clear-Printer $cloud
            $place = Get-Place
            # Whole lines only: the last one may just be written. ConvertFrom-Json
            # makes dates of times, and -DateKind came with PowerShell 7.5.
            $read = {
                $lines = (Get-ChildItem -LiteralPath $place -Recurse -Filter *.jsonl | Get-Content -Raw) -split '(?<=\n)' -match '\n$'
                foreach ($line in $lines) {
                    $entry = ConvertFrom-Json $line
                    $entry.Time = [regex]::Match($line, '"Time":"([^"]+)"').Groups[1].Value
                    $entry
                }
            }
            $log = Open-Recipe live-log $cloud '-Folder', 'log' -Place $place -Environment @{ LC_ALL = 'th_TH.UTF-8' }
            try {
                $null = Wait-Condition -Because 'the log should begin with the printers' {
                    @((& $read) | Where-Object Event -EQ Snapshot).Count -ge 3
                }
                Invoke-Simulator $cloud "printers/$p1s/start"
                $null = Wait-Condition -Because 'the start should be in the log' { (& $read).Event -contains 'PrintStarted' }
                Invoke-Simulator $cloud "printers/$p1s/fail"
                $null = Wait-Condition -Because 'the failure should be in the log' { (& $read).Event -contains 'PrintFailed' }
                Invoke-Simulator $cloud 'connections/drop'
                $null = Wait-Condition -Because 'the new connection should be in the log' { (& $read).Event -contains 'Reconnected' }
            }
            finally {
                $null = Complete-Recipe $log -Kill
            }
            $lines = & $read
            $lines.Time | Should -Match '^20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}[+-]\d\d:\d\d$'
            (Get-ChildItem -LiteralPath (Join-Path $place 'log')).Name | Should -Match '^printers-20\d\d-\d\d-\d\d\.jsonl$'
            $failed = $lines | Where-Object Event -EQ PrintFailed
            $failed.Printer, $failed.State, $failed.Job, $failed.Error | Should -Be 'P1S 1', 'Failed', 'bracket', '0300_8016'
            ($lines | Where-Object Event -EQ Disconnected).Printer | Should -BeNullOrEmpty
        }

        It 'ends by itself when its time is over, and with 1 when it cannot write' {
            $place = Get-Place
            $run = Invoke-Recipe live-log $slow '-TimeoutSec', 1 -Place $place
            $run.ExitCode, $run.Errors | Should -Be 0, ''
            $null = New-Item -ItemType File -Path (Join-Path $place 'taken')
            $run = Invoke-Recipe live-log $slow '-Folder', 'taken' -Place $place
            $run.ExitCode | Should -Be 1
        }
    }
}
