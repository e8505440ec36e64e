#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.5.0' }

BeforeDiscovery {
    Import-Module (Join-Path $PSScriptRoot 'Simulator.psm1') -Force
    $script:cmdlets = @(Get-Command -Module BambuCloud | ForEach-Object { @{ Name = $_.Name } })

    # What takes something from the pipeline, and which of these arguments it needs beside it.
    $script:takers = @(
        @{ Name = 'Connect-BambuPrinter' }
        @{ Name = 'Disconnect-BambuPrinter' }
        @{ Name = 'Export-BambuThumbnail' }
        @{ Name = 'Get-BambuDevice' }
        @{ Name = 'Get-BambuDeviceInfo' }
        @{ Name = 'Get-BambuFilament' }
        @{ Name = 'Get-BambuFirmware' }
        @{ Name = 'Get-BambuPrint' }
        @{ Name = 'Get-BambuPrinterFile' }
        @{ Name = 'Get-BambuPrinterStatus' }
        @{ Name = 'Get-BambuPrintFile' }
        @{ Name = 'Get-BambuProject' }
        @{ Name = 'Get-BambuTask' }
        @{ Name = 'New-BambuTask'; With = @{ ModelId = 'm'; ProfileId = 'p'; Title = 't' } }
        @{ Name = 'Receive-BambuPrinterFile'; With = @{ Path = '/cube.gcode.3mf' } }
        @{ Name = 'Register-BambuDevice'; With = @{ Name = 'New'; BindCode = [securestring]::new() } }
        @{ Name = 'Remove-BambuPrinterFile'; With = @{ Path = '/cube.gcode.3mf'; Confirm = $false } }
        @{ Name = 'Rename-BambuDevice'; With = @{ NewName = 'New' } }
        @{ Name = 'Resume-BambuPrint' }
        @{ Name = 'Save-BambuSnapshot' }
        @{ Name = 'Send-BambuFile' }
        @{ Name = 'Send-BambuPrint'; With = @{ Path = 'tests/data/cube.gcode.3mf' } }
        @{ Name = 'Set-BambuNotification'; With = @{ Read = $true } }
        @{ Name = 'Show-BambuFleet'; With = @{ TimeoutSec = 5 } }
        @{ Name = 'Stop-BambuPrint'; With = @{ Confirm = $false } }
        @{ Name = 'Suspend-BambuPrint' }
        @{ Name = 'Test-BambuPrint'; With = @{ Path = 'tests/data/cube.gcode.3mf' } }
        @{ Name = 'Unregister-BambuDevice'; With = @{ Confirm = $false } }
        @{ Name = 'Wait-BambuPrint' }
        @{ Name = 'Watch-BambuPrinter'; With = @{ TimeoutSec = 5 } }
    )
}

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'Simulator.psm1') -Force
    $script:cloud = Start-Simulator -Speed 1
    $script:p1s, $script:x1, $script:a1, $script:offline = $cloud.Devices
    $script:cube = Get-TestFile
    Connect-Simulator $cloud
    Push-Location (Split-Path (Split-Path $PSScriptRoot))
}

AfterAll {
    Pop-Location
    Stop-Simulator $cloud
}

Describe '<Name>' -ForEach $cmdlets {
    It 'takes no $null, no empty text and no empty list for anything' {
        $before = Get-SimulatorRequest $cloud
        $taken = foreach ($parameter in (Get-Command $Name).Parameters.Values |
            Where-Object { $_.ParameterType -in [string], [string[]], [securestring], [BambuCloud.BambuSession] }) {
            # What a file that was uploaded does not say is not given.
            if ($parameter.Name -notin @('FileName', 'FileId') + [Management.Automation.Cmdlet]::CommonParameters) {
                foreach ($value in @{ It = $null }, @{ It = '' }, @{ It = @() }) {
                    $given = @{ $parameter.Name = $value.It }
                    $id = try { & $Name @given -ErrorAction Stop } catch { $_.FullyQualifiedErrorId }
                    if ($id -notmatch '^(ParameterArgument(Validation|Transformation)Error\w*|CannotConvertArgument\w*),') {
                        "-$($parameter.Name) '$($value.It)': $id"
                    }
                }
            }
        }
        $taken | Should -BeNullOrEmpty
        Get-SimulatorRequest $cloud | Should -Be $before
    }

    It 'takes no number that means nothing' {
        $nothing = @{
            First = 0, -1; Skip = @(-1); TimeoutSec = 0, -1, 2147484, [int]::MaxValue
            RetryCount = -1, 101; Plate = @(0); LayerHeight = 0, 5; Infill = -1, 101; Speed = 0, 501
        }
        $taken = foreach ($parameter in $nothing.Keys | Where-Object { (Get-Command $Name).Parameters.ContainsKey($_) }) {
            foreach ($value in $nothing[$parameter]) {
                $given = @{ $parameter = $value }
                $id = try { & $Name @given -ErrorAction Stop } catch { $_.FullyQualifiedErrorId }
                if ($id -notlike 'ParameterArgumentValidationError,*') { "-$parameter ${value}: $id" }
            }
        }
        $taken | Should -BeNullOrEmpty
    }
}

Describe 'Without a session' {
    BeforeAll {
        Disconnect-BambuCloud
    }

    AfterAll {
        Connect-Simulator $cloud
    }

    It 'says to connect first: <Command>' -ForEach @(
        foreach ($command in @(
            'Get-BambuAccount', 'Get-BambuDevice', 'Get-BambuDeviceInfo', 'Get-BambuFilament', 'Get-BambuFirmware',
                'Get-BambuMessage',
                'Get-BambuNotification', 'Get-BambuPrint', 'Get-BambuPrinterStatus', 'Get-BambuProject'
            'Get-BambuTask', 'Get-BambuTask -TaskId 1, 2', 'New-BambuTask -DeviceId any -ModelId m -ProfileId p -Title t'
            'Register-BambuDevice any New ([securestring]::new())', 'Rename-BambuDevice any New',
                'Resume-BambuPrint any', 'Send-BambuFile tests/data/cube.gcode.3mf'
            'Send-BambuPrint any tests/data/cube.gcode.3mf', 'Set-BambuNotification notif_1, notif_2 -Read',
                'Show-BambuFleet', 'Stop-BambuPrint any -Confirm:$false'
            'Get-BambuPrinterFile any', 'Receive-BambuPrinterFile any /x', 'Remove-BambuPrinterFile any /x -Confirm:$false'
            'Save-BambuSnapshot any'
            'Suspend-BambuPrint any', 'Unregister-BambuDevice any -Confirm:$false', 'Wait-BambuPrint any', 'Watch-BambuPrinter'
        )) { @{ Command = $command } }
    ) {
        $fault = Get-Fault ([scriptblock]::Create($Command))
        $fault | Should -HaveCount 1
        $fault.FullyQualifiedErrorId | Should -BeLike 'BambuCloud.NotConnected,*'
        $fault.CategoryInfo.Category | Should -Be 'ConnectionError'
        "$fault" | Should -BeLike "*Run Connect-BambuCloud first*"
    }

    It 'does so of every cmdlet that asks the cloud' {
        $tested = [regex]::Matches((Get-Content $PSCommandPath -Raw), "(?<=[' ])\w+-Bambu\w+").Value
        (Get-Command -Module BambuCloud | Where-Object { $_.Parameters.ContainsKey('Session') }).Name | Where-Object { $_ -notin $tested } |
            Should -BeNullOrEmpty
    }
}

Describe 'With two sessions' {
    BeforeAll {
        $script:one, $script:other = foreach ($name in 'one', 'other') {
            Connect-BambuCloud (ConvertTo-Token $cloud.AccessToken) `
                -ApiEndpoint $cloud.ApiEndpoint -MqttEndpoint $cloud.MqttEndpoint -PassThru
        }
    }

    AfterAll {
        $one, $other | ForEach-Object { Disconnect-BambuCloud -Session $_ }
        Connect-Simulator $cloud
    }

    It 'refuses them where one account is meant, before it asks anybody, with -WhatIf too: <Name>' -ForEach @(
        @{ Name = 'Register-BambuDevice'; Call = { Register-BambuDevice any New ([securestring]::new()) -Session $one, $other @more } }
        @{ Name = 'Set-BambuNotification'; Call = { Set-BambuNotification notif_1 -Read -Session $one, $other @more } }
        @{ Name = 'Send-BambuFile'; Call = { Send-BambuFile tests/data/cube.gcode.3mf -Session $one, $other @more } }
    ) {
        foreach ($more in @{}, @{ WhatIf = $true }) {
            $fault = Get-Fault $Call
            $fault.FullyQualifiedErrorId | Should -BeLike 'ParameterArgumentValidationError,*'
            "$fault" | Should -BeLike '*works with one session*'
        }
    }

    It 'asks each of them where lists are read' {
        (Get-BambuDevice -Session $one, $other).DeviceId | Should -Be ($cloud.Devices + $cloud.Devices)
    }

    It 'sends to the same printer of both where both are given' {
        $run = Invoke-Answered @"
            `$token = [Net.NetworkCredential]::new('', '$($cloud.AccessToken)').SecurePassword
            `$both = foreach (`$number in 1, 2) {
                Connect-BambuCloud `$token -ApiEndpoint $($cloud.ApiEndpoint) -MqttEndpoint $($cloud.MqttEndpoint) -PassThru
            }
            Get-BambuDevice P1S* -Session `$both | Send-BambuPrint -Path '$cube' -WhatIf
            `$both | ForEach-Object { Disconnect-BambuCloud -Session `$_ }
"@
        $run.Error | Should -BeNullOrEmpty
        "$($run.Lines)" | Should -BeLike '*2 printers:*'
    }

    It 'gives objects that know their session: <Name>' -ForEach @(
        @{ Name = 'Send-BambuFile'; Call = { Send-BambuFile (Get-TestFile) -Session $other } }
        @{ Name = 'Unregister-BambuDevice'; Call = { Unregister-BambuDevice $cloud.Devices[3] -Session $other -PassThru -Confirm:$false } }
    ) {
        (& $Call).Session | Should -Be $other
        if ($Name -eq 'Unregister-BambuDevice') {
            $null = Register-BambuDevice $cloud.Devices[3] 'P1P 1' (ConvertTo-Token '12345678') -Session $other
        }
    }
}

Describe 'A console of 80 columns' {
    BeforeAll {
        Invoke-Simulator $cloud "printers/$p1s/start"
    }

    AfterAll {
        Clear-Printer $cloud
        Unregister-BambuDevice 01P00A00000ABCD -Confirm:$false
    }

    It 'has room for a table of what comes from <Command>' -ForEach @(
        @{ Command = 'Get-BambuSession'; Texts = 'Uid', 'Account', 'Region', 'ApiEndpoint', 'ExpiresAt', 'Left', '90d 00h', 'Global' }
        @{ Command = 'Get-BambuDevice'; Texts = 'Name', 'DeviceId', 'Model', 'Online', 'State', 'X1 Carbon 1', '01S00A000000004' }
        @{
            Command = 'Get-BambuDeviceInfo'; Texts = 'Name', 'DeviceId', 'Model', 'Online', 'Firmware',
                "Nozzle (`u{b0}C)", 'X1 Carbon 1', '00M00A000000002', 'X1 Carbon', '01.08.02.00'
        }
        @{
            Command = 'Get-BambuFirmware'
            Texts = 'Current', 'Printer', 'Latest', 'Update', 'ReleaseNotes', 'P1S 1', '01.08.02.00', '01.09.00.00', 'True', 'Better first'
        }
        @{
            Command = 'Register-BambuDevice 01P00A00000ABCD "New one" (ConvertTo-Token 73190264)'
            Texts = 'Name', 'DeviceId', 'BindId', 'New one', '01P00A00000ABCD', 'bind_01P00A00000ABCD'
        }
        @{
            Command = 'Get-BambuPrint -Status Running'
            Texts = 'JobId', 'Printer', 'FileName', 'Status', 'Progress', 'Left', '%', '410000045', 'bracket.gcode.', 'Running', 'P1S 1'
        }
        @{
            Command = 'Send-BambuPrint 00M00A000000002 $cube'
            Texts = 'JobId', 'Printer', 'FileName', 'Status', 'Progress', 'Left', 'X1 Carbon 1', 'cube.gcode.3mf', 'Queued'
        }
        @{
            Command = 'Wait-BambuPrint -JobId 410000040 -PassThru -ErrorAction Ignore'
            Texts = 'Outcome', 'Printer', 'JobName', 'EndTime', 'Duration', 'PrintError', 'P1S 1', 'Unknown'
        }
        @{
            Command = 'Get-BambuTask'
            Texts = 'StartTime', 'Title', 'Printer', 'Status', 'Duration', 'Grams', 'Spool holder', 'X1 Carbon 1', 'Failed'
        }
        @{
            Command = 'New-BambuTask -DeviceId 01P00A000000001 -ModelId m -ProfileId p -Title "My part"'
            Texts = 'Title', 'My part', 'Created'
        }
        @{ Command = 'Get-BambuProject'; Texts = 'ProjectId', 'Name', 'CreatedAt', 'FileCount', 'Lamp shade 9' }
        @{ Command = '(Get-BambuProject proj_003).Files'; Texts = 'FileName', 'part1.3mf' }
        @{ Command = 'Get-BambuNotification'; Texts = 'Timestamp', 'Read', 'Type', 'Message', 'print_complete', 'True' }
        @{ Command = 'Send-BambuFile $cube'; Texts = 'FileName', 'Size (MB)', 'FileUrl', 'cube.gcode.3mf' }
        @{
            Command = 'Get-BambuPrintFile (Get-TestFile cube-p1s.gcode.3mf), $cube, (Get-TestFile cube-unsliced.3mf)'; Texts = 'FileName',
                'Size (MB)', 'Sliced', 'Plates', 'Model', 'EstimatedTime', 'Grams', 'cube-p1s.gcode.3mf', 'P1S', '33m', '6.78'
        }
        @{
            Command = '(Get-BambuPrintFile (Get-TestFile cube-p1s.gcode.3mf)).Plates'
            Texts = 'Index', 'Model', 'Nozzle (mm)', 'EstimatedTime', 'Grams', 'Filaments', 'P1S', '0.4', '11m', '4.52', 'PETG #0086D6'
        }
        @{
            Command = '(Get-BambuPrintFile (Get-TestFile cube-p1s.gcode.3mf)).Plates.Filaments'
            Texts = 'Number', 'Material', 'Color', 'FilamentId', 'Meters', 'Grams', 'PETG', '#0086D6', 'GFG00', '1.52', '4.52'
        }
        @{
            Command = 'Get-BambuPrinterStatus 01P00A000000001'
            Texts = 'Printer', 'State', 'Progress', 'Layer', 'Left', "Nozzle (`u{b0}C)", "Bed (`u{b0}C)", 'P1S 1', '0%', '/'
        }
        @{ Command = '(Get-BambuPrinterStatus 00M00A000000002).Ams'; Texts = 'AmsId', 'Humidity', "`u{b0}C", 'Trays' }
        @{
            Command = '(Get-BambuPrinterStatus 00M00A000000002).Ams.Trays'
            Texts = 'TrayId', 'Material', 'Color', 'Remaining (%)', "Nozzle (`u{b0}C)", 'PLA'
        }
        @{
            Command = 'Watch-BambuPrinter 01P00A000000001 | Select-Object -First 1'
            Texts = 'Time', 'Printer', 'Type', 'State', 'Left', 'P1S 1', 'Snapshot'
        }
        @{ Command = 'Watch-BambuPrinter 01P00A000000001 -Raw | Select-Object -First 1'; Texts = 'Time', 'Printer', 'Payload', 'P1S 1' }
    ) {
        $items = & ([scriptblock]::Create($Command))
        $lines = $items | Get-View
        ($lines | Measure-Object -Property Length -Maximum).Maximum | Should -BeLessOrEqual 80
        foreach ($text in $Texts) {
            ($lines -join "`n").Contains($text) | Should -BeTrue -Because "'$text' should be in`n$($lines -join "`n")"
        }
        $csv = $items | Select-Object * -ExcludeProperty AccessCode | ConvertTo-Csv
        $csv -join "`n" | Should -Not -Match '\b(BambuCloud|System)\.' -Because 'lists in a CSV file are texts'
        $json = @($items)[0] | ConvertTo-Json -Depth 3 -WarningAction SilentlyContinue | ConvertFrom-Json
        foreach ($state in @($items)[0].PSObject.Properties | Where-Object Value -Is [enum]) {
            $json.($state.Name) | Should -BeExactly "$($state.Value)" -Because 'states in JSON are words'
        }
        $headers = ($lines -ne '')[0] -replace ' \([^)]*\)' -split '\s+' -ne ''
        $headers | Where-Object { $_ -notin @($items)[0].PSObject.Properties.Name } |
            Should -BeNullOrEmpty -Because 'what stands over a column is a property'
    }
}

Describe 'What comes from the pipeline' {
    It 'does no harm: <What> into <Name>' -ForEach @(
        foreach ($taker in $takers) {
            @{ Name = $taker.Name; With = $taker.With ?? @{}; What = 'nothing'; Items = @(); Errors = 0 }
            @{ Name = $taker.Name; With = $taker.With ?? @{}; What = '$null'; Items = @($null); Errors = 1 }
            @{ Name = $taker.Name; With = $taker.With ?? @{}; What = 'an empty text'; Items = @(''); Errors = 1 }
            @{ Name = $taker.Name; With = $taker.With ?? @{}; What = 'an empty list'; Items = @(, @()); Errors = 1 }
            @{ Name = $taker.Name; With = $taker.With ?? @{}; What = 'an object without an id'; Items = @([timezoneinfo]::Utc); Errors = 1 }
        }
    ) {
        $before = Get-SimulatorRequest $cloud
        $output = $Items | & $Name @With -ErrorAction SilentlyContinue -ErrorVariable faults
        $output | Should -BeNullOrEmpty
        $faults | Should -HaveCount $Errors
        if ($Errors) {
            $faults[0].FullyQualifiedErrorId |
                Should -Match '^(InputObjectNotBound|ParameterArgument(ValidationError\w*|TransformationError)|BambuCloud\.\w+),'
        }
        Get-SimulatorRequest $cloud | Should -Be $before
    }

    It 'covers every cmdlet that takes something' {
        $take = foreach ($cmdlet in Get-Command -Module BambuCloud) {
            if (($cmdlet.Parameters.Values | Where-Object Name -NE Session).ParameterSets.Values.Where({
                $_.ValueFromPipeline -or $_.ValueFromPipelineByPropertyName
            })) { $cmdlet.Name }
        }
        $tested = (Get-Content $PSCommandPath -Raw |
            Select-String "@{ Name = '(\w+-Bambu\w+)'" -AllMatches).Matches.ForEach({ $_.Groups[1].Value }) | Sort-Object -Unique
        $take | Where-Object { $_ -notin 'Disconnect-BambuCloud', 'Get-BambuCodeText' -and $_ -notin $tested } | Should -BeNullOrEmpty
    }

    It 'may be the id alone: <Id> into <Name>' -ForEach @(
        @{ Name = 'Get-BambuDevice'; Id = '01P00A000000001' }
        @{ Name = 'Get-BambuProject'; Id = 'proj_001' }
        @{ Name = 'Set-BambuNotification'; Id = 'notif_0001'; With = @{ Read = $true; PassThru = $true } }
        @{ Name = 'Rename-BambuDevice'; Id = '01P00A000000001'; With = @{ NewName = 'P1S 1'; PassThru = $true } }
    ) {
        $with = $_.With ?? @{}
        $got = $Id | & $Name @with -ErrorAction Stop
        @($got.PSObject.Properties.Value) | Should -Contain "$Id"
    }

    It 'is waited for by the id alone' {
        $p1s | Wait-BambuPrint -ErrorAction Stop | Should -BeNullOrEmpty
    }

    It 'leads from printers to their history, and not to tasks of their names' {
        (Get-BambuDevice -Online | Get-BambuTask -ErrorAction Stop).DeviceId | Select-Object -Unique | Should -HaveCount 3
    }

    It 'is told by its type where it has no id' {
        { Get-BambuDeviceInfo -DeviceId ([timezoneinfo]::Utc) } | Should -Throw '*System.TimeZoneInfo has no DeviceId*'
    }
}

Describe 'Common parameters' {
    Context '-ErrorAction' {
        It 'SilentlyContinue goes on without a word, and -ErrorVariable has the error' {
            $run = Invoke-Pipeline -Variables @{ id = $p1s } {
                'stranger', $id | Get-BambuDeviceInfo -ErrorAction SilentlyContinue -ErrorVariable faults | ForEach-Object DeviceId
                $faults.Count
            }
            $run.Output | Should -Be $p1s, 1
            $run.Error | Should -BeNullOrEmpty
        }

        It 'Ignore leaves nothing in $Error' {
            $run = Invoke-Pipeline -Variables @{ id = $p1s } {
                'stranger', $id | Get-BambuDeviceInfo -ErrorAction Ignore | ForEach-Object DeviceId
                $Error.Count
            }
            $run.Output | Should -Be $p1s, 0
        }

        It 'Stop ends the pipeline at the first error' {
            $got = [Collections.Generic.List[object]]::new()
            { $p1s, 'stranger', $x1 | Get-BambuDeviceInfo -ErrorAction Stop | ForEach-Object { $got.Add($_.DeviceId) } } |
                Should -Throw -ErrorId 'BambuCloud.DeviceNotFound,*'
            $got | Should -Be $p1s
        }

        It 'Stop holds as $ErrorActionPreference too' {
            $run = Invoke-Pipeline -Variables @{ id = $p1s } {
                $ErrorActionPreference = 'Stop'
                'stranger', $id | Get-BambuDeviceInfo
                'after'
            }
            $run.Output | Should -BeNullOrEmpty
            $run.Thrown.ErrorRecord.FullyQualifiedErrorId | Should -BeLike 'BambuCloud.DeviceNotFound,*'
        }
    }

    It '-ProgressAction SilentlyContinue shows no bar of <Name>' -ForEach @(
        @{ Name = 'an upload'; Script = { param($action) Send-BambuFile $cube -ProgressAction $action } }
        @{
            Name = 'a watch'; Script = {
                param($action)
                $null = Send-BambuPrint $cube -DeviceId $id -ProgressAction SilentlyContinue
                Watch-BambuPrinter $id -ProgressAction $action | Where-Object { $_.Status.State -eq 'Preparing' } | Select-Object -First 1
            }
        }
    ) {
        foreach ($action in 'Continue', 'SilentlyContinue') {
            Clear-Printer $cloud
            $run = Invoke-Pipeline -Variables @{ cube = $cube; id = $p1s } ([scriptblock]::Create("& { $Script } $action"))
            $run.Error | Should -BeNullOrEmpty
            $run.Output | Should -HaveCount 1
            $run.Progress.Count -gt 0 | Should -Be ($action -eq 'Continue')
        }
        Clear-Printer $cloud
    }

    It '-Verbose tells of the calls, as $VerbosePreference does, and -Verbose:$false of none' {
        (Invoke-Pipeline { Get-BambuDevice -Verbose }).Verbose | Should -Not -BeNullOrEmpty
        (Invoke-Pipeline { $VerbosePreference = 'Continue'; Get-BambuDevice }).Verbose | Should -Not -BeNullOrEmpty
        (Invoke-Pipeline { $VerbosePreference = 'Continue'; Get-BambuDevice -Verbose:$false }).Verbose | Should -BeNullOrEmpty
    }

    It '-PipelineVariable and -OutVariable have each object' {
        Get-BambuDevice -PipelineVariable device -OutVariable all | Get-BambuFirmware |
            ForEach-Object { $device.DeviceId -eq $_.DeviceId } | Should -Be (@($true) * 4)
        $all.DeviceId | Should -Be $cloud.Devices
    }
}

Describe '-WhatIf and -Confirm of <Name>' -ForEach @(
    @{ Name = 'New-BambuTask'; With = '-ModelId m -ProfileId p -Title t' }
    @{ Name = 'Register-BambuDevice'; With = '-Name New -BindCode 1'; Of = 'a code' }
    @{ Name = 'Rename-BambuDevice'; With = '-NewName New' }
    @{ Name = 'Resume-BambuPrint'; Prints = $true }
    @{ Name = 'Send-BambuFile'; Of = 'a file' }
    @{ Name = 'Send-BambuPrint'; With = '-Path $env:CUBE' }
    @{ Name = 'Set-BambuNotification'; With = '-Read'; Of = 'a message' }
    @{ Name = 'Stop-BambuPrint'; Prints = $true }
    @{ Name = 'Suspend-BambuPrint'; Prints = $true }
    @{ Name = 'Unregister-BambuDevice'; Prints = $true }
) {
    BeforeAll {
        $env:CUBE = $cube
        $script:command = "'$($Of -eq 'a file' ? $cube : $p1s)' | $Name $With"
        $script:target = $Of -eq 'a file' ? $cube : $Of ? $p1s : "P1S 1 ($p1s)"
        $script:printer = -not $Of

        # All but what is read to ask well: the list of the printers, and what they print.
        function Get-OtherRequest { (Get-SimulatorRequest $cloud) -replace '"(GET /v1/iot-service/api/user/bind|MQTT [^"]*)":\d+,?' }
        $script:before = Get-OtherRequest
    }

    AfterAll {
        $env:CUBE = $null
        Clear-Printer $cloud
    }

    It 'says what would be done to what, and does nothing' {
        foreach ($ask in "$command -WhatIf", "`$WhatIfPreference = `$true; $command") {
            $run = Invoke-Answered $ask
            $run.Output + $run.Error + $run.Asked | Should -BeNullOrEmpty
            $run.Lines | Should -HaveCount 1
            $run.Lines | Should -BeLike "What if: Performing the operation `"*`" on target `"$target*`"."
            Get-OtherRequest | Should -Be $before
        }
    }

    It 'asks once, and does nothing on a No' {
        foreach ($ask in "$command -Confirm", "`$ConfirmPreference = 'Low'; $command") {
            $run = Invoke-Answered $ask 'No'
            $run.Output + $run.Error + $run.Lines | Should -BeNullOrEmpty
            $run.Asked | Should -HaveCount 1
            "$($run.Asked)" | Should -BeLike "*$target*"
            Get-OtherRequest | Should -Be $before
        }
    }

    It 'asks once for a list of printers, with their names' {
        if (-not $printer) {
            return
        }
        $both = $command.Replace("'$p1s'", 'Get-BambuDevice P1S*, X1*')
        if ($Name -eq 'Rename-BambuDevice') {
            $both = 'Get-BambuDevice P1S*, X1* | Rename-BambuDevice -NewName { "New $($_.Name)" }' # Each gets one of its own.
        }
        $run = Invoke-Answered "$both -Confirm" 'No'
        $run.Output + $run.Error + $run.Lines | Should -BeNullOrEmpty
        $run.Asked | Should -HaveCount 1
        "$($run.Asked)" | Should -BeLike "*2 printers:*P1S 1 ($p1s)*X1 Carbon 1 ($x1)*"
    }

    It 'says what the printer prints' {
        if ($Prints) {
            Invoke-Simulator $cloud "printers/$p1s/start"
            (Invoke-Answered "$command -WhatIf").Lines | Should -BeLike "*P1S 1 ($p1s), which prints *%)*"
            (Invoke-Answered ($command.Replace($p1s, $x1) + ' -WhatIf')).Lines | Should -BeLike "*X1 Carbon 1 ($x1), which prints nothing*"
        }
    }
}

Describe 'The host' {
    It 'gets no line from <Command>' -ForEach @(
        foreach ($command in @(
            'Get-BambuSession -All', 'Get-BambuDevice', 'Get-BambuDeviceInfo', 'Get-BambuFirmware',
                'Get-BambuPrint', 'Get-BambuTask -First 3', 'Get-BambuProject -First 3'
            'Get-BambuNotification', 'Get-BambuNotification | Set-BambuNotification -Read',
                'Get-BambuPrintFile $env:CUBE', 'Send-BambuFile $env:CUBE', 'Get-BambuPrinterStatus'
            'Watch-BambuPrinter | Select-Object -First 1', 'Send-BambuPrint $env:CUBE -DeviceId 01P00A000000001',
                'Suspend-BambuPrint 01P00A000000001', 'Resume-BambuPrint 01P00A000000001'
            'Stop-BambuPrint 01P00A000000001 -Confirm:$false', 'Wait-BambuPrint 01P00A000000001'
        )) { @{ Command = $command } }
    ) {
        $env:CUBE = $cube
        $run = Invoke-Answered "$Command 6>&1 | ForEach-Object { if (`$_ -is [Management.Automation.InformationRecord]) { throw `$_ } }"
        $env:CUBE = $null
        $run.Lines + $run.Asked + $run.Error | Should -BeNullOrEmpty
    }
}

Describe 'Culture <_>' -ForEach 'de-DE', 'tr-TR' {
    It 'gives the same objects as any other: <Command>' -ForEach @(
        foreach ($command in 'Get-BambuDevice', 'Get-BambuDeviceInfo', 'Get-BambuFirmware', 'Get-BambuPrint', 'Get-BambuTask',
            'Get-BambuProject', 'Get-BambuProject proj_001', 'Get-BambuNotification') { @{ Command = $command; Culture = $_ } }
        @{ Command = 'Get-BambuPrintFile $env:CUBE'; Culture = $_ }
    ) {
        $env:CUBE = $cube
        # Temperatures go on changing between the two.
        $script = [scriptblock]::Create(
            "$Command | Select-Object * -ExcludeProperty AccessCode, NozzleTemperature, BedTemperature, Nozzle, Bed | " +
            'ConvertTo-Json -Depth 5 -EnumsAsStrings'
        )
        $there = Invoke-Pipeline -Culture $Culture $script
        $here = Invoke-Pipeline -Culture 'en-US' $script
        $env:CUBE = $null
        $there.Error + $here.Error | Should -BeNullOrEmpty
        $there.Output | Should -Be $here.Output
    }

    It 'takes numbers, times and dates as scripts write them' {
        $run = Invoke-Pipeline -Culture $_ -Variables @{ cube = $cube; id = $p1s } {
            Send-BambuPrint $cube -DeviceId $id -LayerHeight '0.16' -Infill '15' -WhatIf
            $first = Watch-BambuPrinter $id -MinIntervalSec 0.5 -TimeoutSec '5' | Select-Object -First 1
            "$($first.Type)"
            $newest = Get-BambuTask -First 1
            @(Get-BambuTask -Since $newest.StartTime).Count
            @(Get-BambuTask -Since $newest.StartTime.ToString('yyyy-MM-dd HH:mm:ss')).Count
            @(Get-BambuTask -Since $newest.StartTime.ToString()).Count # As people write it there.
        }
        $run.Error | Should -BeNullOrEmpty
        $run.Output | Should -Be 'Snapshot', 1, 1, 1
    }

    It 'finds names and ids in any case' {
        $run = Invoke-Pipeline -Culture $_ {
            (Get-BambuDevice 'x1 CARBON*').DeviceId
            (Get-BambuDevice -DeviceId '00m*').DeviceId
            (Get-BambuDeviceInfo '00m*').DeviceId
            "$((Get-BambuPrinterStatus '00m00a000000002').State)"
        }
        $run.Error | Should -BeNullOrEmpty
        $run.Output | Select-Object -First 3 | Should -Be $x1, $x1, $x1
        $run.Output[3] | Should -Not -Be 'Offline'
    }

    It 'tells errors alike' {
        $script = { 'stranger' | Get-BambuDeviceInfo; Send-BambuFile nowhere.3mf; Get-BambuTask -TaskId 1 }
        "$((Invoke-Pipeline -Culture $_ $script).Error)" | Should -Be "$((Invoke-Pipeline -Culture 'en-US' $script).Error)"
    }
}
