#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.5.0' }

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'Simulator.psm1') -Force
    $script:escape = [char]0x1B
    $script:pwsh = Get-PowerShellPath
    $script:manifest = Join-Path (Get-Module BambuCloud).ModuleBase 'BambuCloud.psd1'

    # What a process of its own begins with.
    $script:beginning = "Import-Module '$manifest'; function New-Record { ${function:New-Record} };"

    # Three prints that ended, as a script that any process can run.
    $script:results = {
        foreach ($outcome in 'Finished', 'Failed', 'Cancelled') {
            (New-Record BambuPrintResult @{
                DeviceId = '01P00A000000001'; DeviceName = 'P1S 1'; JobName = 'cube'
                Outcome = $outcome; EndTime = [datetime]::Today
            })
        }
    }
    $script:events = {
        $second = 0
        foreach ($name in 'P1S 1', 'A1 1', 'P1S 1', 'A1 1', $null) {
            $status = New-Record BambuPrinterStatus @{
                DeviceId = '01P00A000000001'; State = 'Running'; Stage = 'Printing'
                Progress = 52; Layer = 26; TotalLayers = 50; RemainingTime = '1:12:00'
            }
            (New-Record BambuPrinterEvent @{
                DeviceName = $name; Type = $name ? 'ProgressChanged' : 'Disconnected'
                Status = $name ? $status : $null; Timestamp = [datetime]::Today.AddSeconds($second++)
            })
        }
    }

    # Both streams of a process of its own, whose output goes into a pipe.
    function Invoke-Redirected([string] $Script, [hashtable] $Environment = @{}) {
        $start = [Diagnostics.ProcessStartInfo]::new($pwsh)
        foreach ($argument in '-NoProfile', '-NonInteractive', '-Command', "$beginning $Script") {
            $start.ArgumentList.Add($argument)
        }
        $null = $start.Environment.Remove('NO_COLOR')
        foreach ($name in $Environment.Keys) {
            $start.Environment[$name] = $Environment[$name]
        }
        $start.StandardOutputEncoding = [Text.Encoding]::UTF8
        $start.RedirectStandardOutput = $true
        $process = [Diagnostics.Process]::Start($start)
        $process.StandardOutput.ReadToEnd() -split '\r?\n'
        $process.WaitForExit()
    }
}

Describe 'Colours of the views' {
    BeforeAll {
        $script:rendering = $PSStyle.OutputRendering
        $script:wrong = $PSStyle.Formatting.Error
    }

    AfterEach {
        $PSStyle.OutputRendering = $rendering
        $PSStyle.Formatting.Error = $wrong
    }

    It 'are those that $PSStyle has for what is well, for warnings and for errors' {
        $PSStyle.OutputRendering = 'Ansi'
        $text = & $results | Out-String
        $text | Should -BeLike "*$($PSStyle.Formatting.FormatAccent.Replace('[', '`['))Finished$($escape)``[0m*"
        $text | Should -BeLike "*$($PSStyle.Formatting.Error.Replace('[', '`['))Failed$($escape)``[0m*"
        $text | Should -BeLike "*$($PSStyle.Formatting.Warning.Replace('[', '`['))Cancelled$($escape)``[0m*"
    }

    It 'change when the user changes $PSStyle' {
        $PSStyle.OutputRendering = 'Ansi'
        $PSStyle.Formatting.Error = $PSStyle.Background.Magenta
        (& $results | Out-String).Contains("$($PSStyle.Background.Magenta)Failed") | Should -BeTrue
    }

    It 'keep the columns where they are' {
        $PSStyle.OutputRendering = 'Ansi'
        $coloured = & $results | Out-String -Stream -Width 80 |
            ForEach-Object { [Management.Automation.Internal.StringDecorated]::new($_).ToString('PlainText') }
        $coloured | Should -Be (& $results | Get-View)
    }

    It 'are in no value' {
        $PSStyle.OutputRendering = 'Ansi'
        foreach ($text in (& $results | ConvertTo-Json), (& $results | ConvertTo-Csv | Out-String),
            "$(& $results)", [Management.Automation.PSSerializer]::Serialize((& $results))) {
            $text.Contains($escape) | Should -BeFalse
        }
    }

    It 'are gone with PlainText' {
        $PSStyle.OutputRendering = 'PlainText'
        (& $results | Out-String).Contains($escape) | Should -BeFalse
    }

    It 'go into no text, file or transcript' {
        $PSStyle.OutputRendering = 'Host'
        $table = & $results | Format-Table
        & $results > TestDrive:/redirected.txt
        & $results | Out-File -LiteralPath TestDrive:/file.txt
        & $results | Tee-Object -LiteralPath TestDrive:/tee.txt | Out-Null
        $texts = @(
            & $results | Out-String
            & $results | Out-String -Stream | Out-String
            $table | Out-String
            'redirected', 'file', 'tee' | ForEach-Object { Get-Content -LiteralPath "TestDrive:/$_.txt" -Raw }
        )
        $texts | Should -HaveCount 6
        foreach ($text in $texts) {
            $text | Should -BeLike '*Finished*Failed*Cancelled*'
            $text.Contains($escape) | Should -BeFalse
        }
    }

    It 'go into no transcript' {
        $path = Join-Path $TestDrive 'transcript.txt'
        $null = Invoke-Redirected ("`$PSStyle.OutputRendering = 'Ansi'; `$null = Start-Transcript '$path'; " +
            "`$PSStyle.OutputRendering = 'Host'; & { $results } | Out-Host; `$null = Stop-Transcript")
        $text = Get-Content -LiteralPath $path -Raw
        $text | Should -BeLike '*P1S 1*Finished*'
        $text.Contains($escape) | Should -BeFalse
    }

    # PowerShell itself takes no colours out of what another shell redirects; its own headers have them there.
    It 'do not go where the shell redirects the output of the process' {
        $rows = Invoke-Redirected "$results" | Where-Object { $_ -like '*P1S 1*' }
        $rows | Should -HaveCount 3
        $rows | Where-Object { $_.Contains($escape) } | Should -BeNullOrEmpty
    }

    It 'go there all the same when the user says so' {
        $rows = Invoke-Redirected "`$PSStyle.OutputRendering = 'Ansi'; $results" | Where-Object { $_ -like '*P1S 1*' }
        $rows | Where-Object { $_.Contains($escape) } | Should -HaveCount 3
    }

    It 'are gone with NO_COLOR' {
        $lines = Invoke-Redirected "$results" @{ NO_COLOR = '1' }
        $lines -like '*P1S 1*' | Should -HaveCount 3
        $lines | Where-Object { $_.Contains($escape) } | Should -BeNullOrEmpty
    }

    Context 'on a terminal' -Skip:(-not $IsLinux -or -not (Get-Command -Name script -CommandType Application -ErrorAction Ignore)) {
        BeforeAll {
            # script(1) gives the process a terminal of its own.
            function Invoke-OnTerminal([string] $Script) {
                $path = Join-Path $TestDrive 'on-terminal.ps1'
                Set-Content -LiteralPath $path -Value "$beginning $Script"
                & script -qec "env -u NO_COLOR TERM=xterm $pwsh -NoProfile -NonInteractive -File $path" /dev/null
            }
        }

        It 'are there' {
            (Invoke-OnTerminal "$results") -join "`n" | Should -Match "$escape\[31;1mFailed$escape\[0m"
        }

        It 'are gone with a NO_COLOR that comes later' {
            $rows = Invoke-OnTerminal "`$env:NO_COLOR = 1; $results" | Where-Object { $_ -like '*P1S 1*' }
            $rows | Should -HaveCount 3
            $rows | Where-Object { $_ -match "$escape\[3" } | Should -BeNullOrEmpty
        }
    }
}

Describe 'A progress bar' {
    It 'is made of characters that the console has' {
        $text = Invoke-Redirected '[Console]::OutputEncoding = [Text.Encoding]::ASCII; [BambuCloud.Output.ViewText]::Bar(52)'
        $text[0] | Should -Be '###...  52%'
    }
}

Describe 'Events' {
    It 'stand in one table with the printer as a column' {
        $lines = & $events | Get-View
        $lines -like 'Time *Printer *Type *State *Progress *Left' | Should -HaveCount 1
        $lines -like '*P1S 1*ProgressChanged Running* 52% *1h 12m' | Should -HaveCount 2
        $lines | Where-Object Length -GT 80 | Should -BeNullOrEmpty
    }

    It 'of a new layer say which' {
        $status = New-Record BambuPrinterStatus @{
            DeviceId = 'a'; State = 'Running'; Stage = 'Printing'; Progress = 52; Layer = 26; TotalLayers = 50
        }
        (New-Record BambuPrinterEvent @{ DeviceName = 'P1S 1'; Type = 'LayerChanged'; Status = $status; Timestamp = [datetime]::Today }) |
            Get-View | Where-Object { $_ -like '*P1S 1*' } | Should -BeLike '*P1S 1 *LayerChanged *Layer 26/50 * 52% *'
    }

    It 'are grouped by printer with the view ByPrinter' {
        $lines = & $events | Sort-Object DeviceName, Timestamp | Format-Table -View ByPrinter | Get-View
        $lines -like '*Printer: *' -replace '^\s*' | Should -Be 'Printer: all', 'Printer: A1 1', 'Printer: P1S 1'
        $lines -like "*ProgressChanged Running *$([BambuCloud.Output.ViewText]::Bar(52)) *26/50 *1h 12m" | Should -HaveCount 4
        $lines | Where-Object Length -GT 75 | Should -BeNullOrEmpty
    }
}

Describe 'Figures of a print' {
    BeforeAll {
        function Get-StatusView([string] $State) {
            $status = New-Record BambuPrinterStatus @{
                DeviceId = 'a'; State = $State; Progress = 40; Layer = 20; TotalLayers = 50; RemainingTime = '0:12'
            }
            $item = (New-Record BambuPrinterEvent @{
                DeviceId = 'a'; Type = 'StateChanged'; Status = $status; Timestamp = [datetime]::Today
            })
            $status, $item | ForEach-Object { ($_ | Get-View) -join "`n" }
            ($item | Format-Table -View ByPrinter | Get-View) -join "`n"
        }
    }

    It 'are all there while the printer is in the state <_>' -ForEach 'Preparing', 'Running', 'Paused' {
        $views = Get-StatusView $_
        $views | Should -HaveCount 3
        $views | Should -Match ' 40.* 12m'
        $views[0, 2] | Should -Match ' 20/50 +12m'
    }

    It 'say no time that is left after the print has ended in the state <_>' -ForEach 'Finished', 'Failed', 'Cancelled', 'Unknown' {
        $views = Get-StatusView $_
        $views | Should -Match ' 40'
        $views[0, 2] | Should -Match ' 40.* 20/50'
        $views | Should -Not -Match '12m'
    }

    It 'are not shown in the state <_>, where they are those of a print of long ago' -ForEach 'Idle', 'Offline' {
        $views = Get-StatusView $_
        $views | Should -HaveCount 3
        $views | Should -Not -Match ' 40|%\s*$|20/50|12m|[\u2591#]'
    }

    It 'say how long a job that is <Status> still takes: <Shown>' -ForEach @(
        @{ Status = 'Queued'; Shown = $true }
        @{ Status = 'Running'; Shown = $true }
        @{ Status = 'Paused'; Shown = $true }
        @{ Status = 'Finished'; Shown = $false }
        @{ Status = 'Failed'; Shown = $false }
        @{ Status = 'Unknown'; Shown = $false }
    ) {
        $job = (New-Record BambuPrintJob @{ JobId = '1'; Status = $Status; Progress = 40; RemainingTime = '0:12' }) | Get-View
        ($job -join "`n").Contains('12m') | Should -Be $Shown
    }
}

Describe 'Copies of records' {
    BeforeAll {
        $script:status = New-Record BambuPrinterStatus @{
            DeviceId = '01P00A000000001'; DeviceName = 'P1S 1'; State = 'Paused'; Stage = 'PausedByUser'
            Progress = 52; Layer = 26; TotalLayers = 50; RemainingTime = '1:12:00'
            NozzleTemperature = 219; NozzleTargetTemperature = 220; BedTemperature = 60
            Hms = [BambuCloud.BambuHms[]]@([BambuCloud.BambuHms]::new(50331904, 131073))
            Ams = [BambuCloud.BambuAms[]]@((New-Record BambuAms @{
                AmsId = 0
                Trays = [BambuCloud.BambuAmsTray[]]@((New-Record BambuAmsTray @{ TrayId = 1; Empty = $false; Material = 'PETG' }))
            }))
            Lights = [Collections.Generic.Dictionary[string, string]]::new([Collections.Generic.KeyValuePair[string, string][]]@(
                [Collections.Generic.KeyValuePair[string, string]]::new('chamber', 'on')
            ))
        }
        $script:plate = (New-Record BambuPrintFilePlate @{
            Index = 1; Sliced = $true; ModelCode = 'C12'; NozzleDiameters = [double[]]@(0.4); EstimatedTime = '1:00'; FilamentGrams = 12.5
            Filaments = [BambuCloud.BambuFilament[]]@((New-Record BambuFilament @{ Number = 1; Material = 'PLA' }))
        })
        $script:file = (New-Record BambuPrintFile @{
            Path = 'a'; FileName = 'a.3mf'; Length = 1e6; Sliced = $true; Plates = [BambuCloud.BambuPrintFilePlate[]]@($plate)
        })
        $script:failure = @{
            DeviceName = 'P1S 1'; Type = 'ErrorRaised'; Status = $status; Hms = $status.Hms[0]; Timestamp = [datetime]::Today
        }

        # As jobs and remoting write a record, and Export-Clixml.
        function Get-Copy([object] $Record, [int] $Depth) {
            [Management.Automation.PSSerializer]::Deserialize([Management.Automation.PSSerializer]::Serialize($Record, $Depth))
        }
    }

    It 'are shown as the records themselves, in their colours, with no error: <_>' -ForEach @(
        { $status }
        { New-Record BambuPrinterStatus @{ DeviceId = 'a'; State = 'Running'; Stage = 'Printing'; Progress = 52; RemainingTime = '0:12' } }
        { New-Record BambuPrinterStatus @{ DeviceId = 'a'; State = 'Idle'; Progress = 52; RemainingTime = '0:12' } }
        { (New-Record BambuPrinterEvent $failure) }
        { (New-Record BambuPrinterEvent @{ DeviceName = 'P1S 1'; Type = 'LayerChanged'; Status = $status; Timestamp = [datetime]::Today }) }
        { (New-Record BambuPrinterEvent @{ Type = 'Disconnected'; Timestamp = [datetime]::Today }) }
        { (New-Record BambuPrintResult @{ DeviceId = 'a'; JobName = 'cube'; Outcome = 'Paused'; TimedOut = $true; Status = $status }) }
        { (New-Record BambuCommandResult @{ DeviceId = 'a'; Command = 'Pause'; Outcome = 'Confirmed'; Status = $status }) }
        { (New-Record BambuPrintJob @{ JobId = '1'; FileName = 'cube'; Status = 'Running'; Progress = 40; RemainingTime = '0:12' }) }
        {
            (New-Record BambuTask @{
                TaskId = '1'; Title = 'cube'; Status = 'Failed'; StartTime = [datetime]::Today; EndTime = [datetime]::Today.AddHours(1)
            })
        }
        { (New-Record BambuDevice @{ DeviceId = 'a'; Name = 'P1S 1'; Online = $true; State = 'Finished' }) }
        { $status.Hms[0] }
        { $status.Ams[0] }
        { $status.Ams[0].Trays[0] }
        { $file }
        { $plate }
        {
            (New-Record BambuDeviceFirmware @{
                DeviceId = 'a'; Firmware = [BambuCloud.BambuFirmware[]]@((New-Record BambuFirmware @{ Version = '01.02' }))
            })
        }
    ) {
        $record = & $_
        $rendering = $PSStyle.OutputRendering
        try {
            $PSStyle.OutputRendering = 'Ansi'
            $Error.Clear()
            foreach ($depth in 1, 2) {
                $copy = Get-Copy $record $depth
                $copy.PSTypeNames[0] | Should -BeLike 'Deserialized.BambuCloud.*'
                $copy | Out-String -Width 80 | Should -Be ($record | Out-String -Width 80)
                $copy | Format-List | Out-String -Width 80 | Should -Be ($record | Format-List | Out-String -Width 80)
            }
            $Error | Should -BeNullOrEmpty
        }
        finally {
            $PSStyle.OutputRendering = $rendering
        }
    }

    It 'are shown with the view ByPrinter too' {
        $record = (New-Record BambuPrinterEvent $failure)
        $Error.Clear()
        Get-Copy $record 1 | Format-Table -View ByPrinter | Get-View | Should -Be ($record | Format-Table -View ByPrinter | Get-View)
        $Error | Should -BeNullOrEmpty
    }

    It 'have all that stands within a record, and states as words that can be compared, at a depth of <_>' -ForEach 1, 2, 4 {
        $copy = Get-Copy ((New-Record BambuPrinterEvent $failure)) $_
        $copy.Type | Should -BeExactly 'ErrorRaised'
        $copy.Hms.Severity | Should -BeExactly 'Serious'
        $copy.Status.State | Should -BeExactly 'Paused'
        $copy.Status.Ams.Trays.Material | Should -Be 'PETG'
        $copy.Status.Lights['chamber'] | Should -Be 'on'
        (Get-Copy $file $_).Plates.Filaments.Material | Should -Be 'PLA'
        $project = (New-Record BambuProject @{
            ProjectId = '1'; Profiles = [BambuCloud.BambuProjectProfile[]]@((New-Record BambuProjectProfile @{
                Plates = [BambuCloud.BambuProjectPlate[]]@((New-Record BambuProjectPlate @{ FilamentGrams = 12 }))
            }))
        })
        (Get-Copy $project $_).Profiles.Plates.FilamentGrams | Should -Be 12
        $version = (New-Record BambuDeviceFirmware @{
            Ams = [BambuCloud.BambuAmsFirmware[]]@(
                (New-Record BambuAmsFirmware @{ Firmware = [BambuCloud.BambuFirmware[]]@((New-Record BambuFirmware @{ Version = '1' })) })
            )
        })
        (Get-Copy $version $_).Ams.Firmware.Version | Should -Be '1'
    }

    It 'come whole out of a job' {
        $Error.Clear()
        $copies = Start-Job ([scriptblock]::Create("$beginning & { $events }")) | Receive-Job -Wait -AutoRemoveJob
        $copies | Get-View | Should -Be (& $events | Get-View)
        $copies | Where-Object { $_.Status.State -eq 'Running' } | Should -HaveCount 4
        $Error | Should -BeNullOrEmpty
    }

    # With the depth of its own that PowerShell's type data gives what every record is.
    It 'are as deep for every record that there is' {
        $types = [BambuCloud.BambuDevice].Assembly.GetExportedTypes() | Where-Object { $_.GetMethod('<Clone>$') }
        $types | Should -Not -BeNullOrEmpty
        $types | Where-Object { -not $_.IsAssignableTo([BambuCloud.BambuObject]) } | Should -BeNullOrEmpty
        (Get-TypeData -TypeName BambuCloud.BambuObject).SerializationDepth | Should -Be 1
    }

    It 'have no access code, however deep' {
        $device = (New-Record BambuDevice @{ DeviceId = 'a'; Name = 'P1S 1'; AccessCode = ConvertTo-Token 'c0de-of-the-printer' })
        $text = [Management.Automation.PSSerializer]::Serialize(@(@{ a = @{ b = $device } }, [pscustomobject]@{ c = $device }), 6)
        $text | Should -BeLike '*P1S 1*P1S 1*'
        $text | Should -Not -BeLike '*AccessCode*'
        $text | Test-Exposure 'c0de-of-the-printer' | Should -BeFalse
    }
}

Describe 'Texts that others wrote' {
    BeforeAll {
        $script:hostile = "x$escape]0;y"
    }

    It 'bring no escape sequence to the terminal: <_>' -ForEach @(
        { (New-Record BambuDevice @{ DeviceId = 'a'; Name = $hostile }) }
        { New-Record BambuPrinterStatus @{ DeviceId = 'a'; DeviceName = $hostile } }
        { (New-Record BambuPrintJob @{ JobId = '1'; DeviceName = 'a'; FileName = $hostile }) }
        { (New-Record BambuTask @{ TaskId = '1'; Title = $hostile; DeviceName = $hostile }) }
        {
            (New-Record BambuPrintResult @{
                DeviceId = 'a'; DeviceName = 'a'; JobName = $hostile; Outcome = 'Finished'; EndTime = [datetime]::Today
            })
        }
        { (New-Record BambuPrinterEvent @{ DeviceName = $hostile; Type = 'Snapshot'; Timestamp = [datetime]::Today }) }
        {
            (New-Record BambuPrinterEvent @{ DeviceName = $hostile; Type = 'Snapshot'; Timestamp = [datetime]::Today }) |
                Format-Table -View ByPrinter
        }
    ) {
        $rendering = $PSStyle.OutputRendering
        try {
            $PSStyle.OutputRendering = 'Ansi'
            $text = & $_ | Out-String -Width 80
        }
        finally {
            $PSStyle.OutputRendering = $rendering
        }
        $text.Contains("$escape]") | Should -BeFalse
        $text.Contains('x?]0;y') | Should -BeTrue
    }
}

Describe 'The longest that there is' {
    It 'fits into 80 columns, where a name gets what is left' {
        $status = New-Record BambuPrinterStatus @{
            DeviceId = '01P00A000000001'; DeviceName = 'The printer in the attic, left'
            State = 'Preparing'; Stage = 'PausedNozzleTemperature'; Progress = 100
            Layer = 1234; TotalLayers = 2345; RemainingTime = '23:59:00'; NozzleTemperature = 299.6
            NozzleTargetTemperature = 300; BedTemperature = 119.5; BedTargetTemperature = 120
        }
        $lines = $status | Get-View
        $lines | Where-Object Length -GT 80 | Should -BeNullOrEmpty
        $lines -like 'PausedNozz* The print*100%*2345 23h 59m*300/300*120/120' | Should -HaveCount 1
    }
}

Describe 'Long names' {
    BeforeAll {
        function Get-Row([scriptblock] $Of, [int] $Width) {
            'Farm-Rack03-P1S-left', 'Farm-Rack03-P1S-right' | ForEach-Object $Of | Out-String -Stream -Width $Width |
                Where-Object { $_ -like '*Farm*' }
        }
        $script:named = @{
            Device = { (New-Record BambuDevice @{ DeviceId = '01P00A000000001'; Name = $_ }) }
            Status = { New-Record BambuPrinterStatus @{ DeviceId = 'a'; DeviceName = $_ } }
            Info   = { (New-Record BambuDeviceInfo @{ DeviceId = '01P00A000000001'; Name = $_ }) }
            Result = {
                (New-Record BambuPrintResult @{
                    DeviceId = 'a'; DeviceName = $_; JobName = "$_ of a job with a long name"; Outcome = 'Finished'
                })
            }
            Job    = {
                (New-Record BambuPrintJob @{
                    JobId = '1'; DeviceName = $_; FileName = "$_ of a file with a long name"; Status = 'Running'; Progress = 5
                })
            }
            Task   = { (New-Record BambuTask @{ TaskId = '1'; DeviceName = $_; Title = "$_ of a title"; StartTime = [datetime]::Today }) }
            Event  = { (New-Record BambuPrinterEvent @{ DeviceName = $_; Type = 'Snapshot'; Timestamp = [datetime]::Today }) }
        }
    }

    It 'are whole with -Wrap: <_>' -ForEach 'Device', 'Status', 'Info', 'Result', 'Job', 'Task', 'Event' {
        $text = 'Farm-Rack03-P1S-left', 'Farm-Rack03-P1S-right' | ForEach-Object $named[$_] | Format-Table -Wrap | Out-String -Width 80
        $text | Should -Not -Match '\u2026'
        $text -replace '\s+' | Should -Match 'left'
    }

    It 'are whole with -AutoSize: <_>' -ForEach 'Device', 'Status', 'Info', 'Result', 'Job', 'Task', 'Event' {
        $name = 'Farm-Hall02-Rack03-Bay2-P1S-left-of-the-window'
        $name | ForEach-Object $named[$_] | Format-Table -AutoSize | Out-String -Stream -Width 250 |
            Where-Object { $_.Contains("$name ") } | Should -HaveCount 1
    }

    It 'have the room that a wider window has: <_>' -ForEach 'Task', 'Event' {
        $rows = Get-Row $named[$_] 119
        $rows[0] | Should -BeLike '*Farm-Rack03-P1S-left *'
        $rows[1] | Should -BeLike '*Farm-Rack03-P1S-right *'
        $rows | Where-Object Length -GT 119 | Should -BeNullOrEmpty
    }

    It 'of jobs and files have it too: <_>' -ForEach 'Result', 'Job' {
        Get-Row $named[$_] 160 | Should -BeLike '*Farm-Rack03-P1S-* of a * with a long name *'
    }
}

Describe 'Lists' {
    It 'of a printer say all that is known of it, with units and the words of the tables' {
        $status = New-Record BambuPrinterStatus @{
            DeviceId = 'a'; DeviceName = "x$escape[2Jy"; State = 'Running'; Progress = 52
            RemainingTime = '1:12:00'; NozzleTemperature = 220; SpeedPercent = 124
        }
        $text = $status | Format-List | Out-String
        $text | Should -Match '(?m)^DeviceName +: x\?\[2Jy\s*$'
        $text | Should -Match '(?m)^Progress \(%\) +: 52\s*$'
        ((New-Record BambuPrintResult @{
            DeviceId = 'a'; Outcome = 'Finished'; EndTime = [datetime]::Today; Status = $status
        }) | Format-List | Out-String) |
            Should -Match '(?m)^Status +: Running 52 %\s*$'
        $text | Should -Match '(?m)^RemainingTime +: 1h 12m\s*$'
        $text | Should -Match '(?m)^NozzleTemperature \(\u00b0C\) +: 220\s*$'
        $text | Should -Match '(?m)^SpeedPercent \(%\) +: 124\s*$'
    }

    It 'write what others wrote without escape sequences, release notes line by line, and all that a list or dictionary holds' {
        $more = [Collections.Generic.Dictionary[string, object]]::new()
        $more['by'] = "x$escape[2Jy"
        $firmware = [BambuCloud.BambuFirmware[]]@(
            foreach ($version in '01.02', "01$escape[2J") { (New-Record BambuFirmware @{ Version = $version }) }
        )
        $text = (New-Record BambuDeviceFirmware @{
            DeviceId = 'a'; ReleaseNotes = "one$escape[2J`ntwo"; Firmware = $firmware; AdditionalProperties = $more
        }) | Format-List | Out-String
        $text.Contains($escape) | Should -BeFalse
        $text | Should -Match '(?m)^ReleaseNotes +: one\?\[2J\s*\n +two\s*$'
        $text | Should -Match '(?m)^Firmware +: \{.*01\.02.*, .*01\?\[2J.*\}\s*$'
        $text | Should -Match '(?m)^AdditionalProperties +: \[by, x\?\[2Jy\]\s*$'
    }

    It 'show no secret, and say with * no more than that there is one' {
        $code = ConvertTo-Token 'c0de-of-the-printer'
        $device = (New-Record BambuDevice @{ DeviceId = '01P00A000000001'; Name = 'P1S 1'; Online = $true; AccessCode = $code })
        ($device | Format-List | Out-String) | Should -BeLike '*DeviceId*Name*Online*AdditionalProperties*'
        ($device | Format-List | Out-String) | Should -Not -BeLike '*AccessCode*'
        ($device | Format-List * | Out-String) | Should -BeLike '*AccessCode* : System.Security.SecureString*'
        $device | Test-Exposure 'c0de-of-the-printer' | Should -BeFalse
    }
}
