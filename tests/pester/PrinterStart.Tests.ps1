#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.5.0' }

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'Simulator.psm1') -Force
    $script:cloud = Start-Simulator -ApiProfile live -Lan -Printers 2 -Speed 1 -Connect # The live cloud starts no print for anybody.
    $script:p1s, $script:x1 = $cloud.Devices
    $script:cube = Get-TestFile
    $script:before = $env:XDG_STATE_HOME
    $env:XDG_STATE_HOME = Join-Path $cloud.Folder 'state'
}

AfterAll {
    Disconnect-BambuPrinter
    Stop-Simulator $cloud
    $env:XDG_STATE_HOME = $before
}

Describe 'Send-BambuPrint by the printer itself' {
    BeforeEach {
        Clear-Printer $cloud
        foreach ($id in $p1s, $x1) {
            Invoke-Simulator $cloud "printers/$id/obey"
            Invoke-Simulator $cloud "lan/$id/insert-card"
            Invoke-Simulator $cloud "lan/$id/free-card"
        }
        $script:address = Get-PrinterAddress $cloud
        Connect-BambuPrinter @address -AcceptNewCertificate
        Get-BambuPrinterFile $p1s | Where-Object IsFolder -EQ $false | Remove-BambuPrinterFile -Confirm:$false
    }

    Context 'of a file of this computer' {
        It 'sends the file, and the print has begun when the printer reports it' {
            $job = Send-BambuPrint $p1s $cube -WarningAction SilentlyContinue
            $job | Should -BeOfType BambuCloud.BambuPrintJob
            "$($job.Via)", $job.FileName, $job.DeviceId | Should -Be 'Lan', 'cube.gcode.3mf', $p1s
            $job.Status | Should -BeIn 'Preparing', 'Running'
            $status = Get-BambuPrinterStatus $p1s
            $status.JobName, $status.TaskId | Should -Be 'cube', $job.JobId
            (Get-BambuPrinterFile $p1s).Name | Should -Contain 'cube.gcode.3mf'
            Get-RequestCount $cloud 'MQTT project_file' | Should -Be 1
            (Get-SimulatorState $cloud).completeUploads | Should -Be 0
        }

        It 'needs no account' {
            Get-BambuSession -All | Disconnect-BambuCloud
            try {
                (Send-BambuPrint $p1s $cube -WarningAction SilentlyContinue).Via | Should -Be 'Lan'
            }
            finally {
                Connect-Simulator $cloud
            }
        }

        It 'waits for its end by its own id' {
            $job = Send-BambuPrint $p1s $cube -WarningAction SilentlyContinue
            Invoke-Simulator $cloud "printers/$p1s/cancel"
            $result = $job | Wait-BambuPrint -PassThru -TimeoutSec 30 -ErrorAction SilentlyContinue
            $result.Outcome, $result.JobId | Should -Be 'Cancelled', $job.JobId
        }

        It 'starts nothing, keeps nothing and says what the printer says, where it <What>' -ForEach @(
            @{ What = 'has no card'; Order = 'remove-card'; Fault = 'PrinterStorageMissing' }
            @{ What = 'has a full card'; Order = 'fill-card'; Fault = 'PrinterStorageFull' }
        ) {
            Invoke-Simulator $cloud "lan/$p1s/$Order"
            $count = Get-RequestCount $cloud 'MQTT project_file'
            $record = Get-Fault { Send-BambuPrint $p1s $cube -WarningAction SilentlyContinue }
            $record.FullyQualifiedErrorId | Should -BeLike "BambuCloud.$Fault,*"
            $record.TargetObject | Should -Be $p1s
            Get-RequestCount $cloud 'MQTT project_file' | Should -Be $count
        }

        It 'takes the file off again where the printer refuses' {
            Invoke-Simulator $cloud "printers/$p1s/refuse"
            $fault = Get-Fault { Send-BambuPrint $p1s $cube -Via Lan -Force -WarningAction SilentlyContinue }
            $fault.FullyQualifiedErrorId | Should -BeLike 'BambuCloud.SignatureRequired,*'
            "$fault" | Should -BeLike '*cube.gcode.3mf*was not started*'
            (Get-BambuPrinterFile $p1s).Name | Should -Not -Contain 'cube.gcode.3mf'
        }

        It 'sends nothing to a printer that takes only signed commands, and says what would work' {
            Invoke-Simulator $cloud "printers/$p1s/refuse"
            $fault = Get-Fault { Send-BambuPrint $p1s $cube -Via Lan -WarningAction SilentlyContinue }
            $fault.FullyQualifiedErrorId | Should -BeLike 'BambuCloud.SignatureRequired,*'
            "$fault" | Should -BeLike '*Nothing was sent to it.*Developer Mode*BambuConnect*'
            (Get-BambuPrinterFile $p1s).Name | Should -Not -Contain 'cube.gcode.3mf'
        }
    }

    Context 'where something goes wrong on the way' {
        BeforeAll {
            $script:posts = 'POST */user/print'
            $script:bracket = Join-Path $TestDrive 'bracket.gcode.3mf' # What somebody at the printer starts has that name.
            Copy-Item $cube $bracket

            # What is left on the card is looked at when the printer can be reached again.
            function Restore-Printer {
                Invoke-Simulator $cloud "lan/$p1s/open"
                $address = Get-PrinterAddress $cloud
                if ($codeRenewed) {
                    Invoke-Simulator $cloud "lan/$p1s/renew-code"
                }
                Connect-BambuPrinter @address -AcceptNewCertificate
            }
        }

        It 'tells one error, starts nothing twice and leaves nothing: <What>' -ForEach @(
            @{ What = 'another certificate after it was connected'; Orders = 'lan/{0}/renew-certificate'
                Kind = 'PrinterCertificateChanged'; Category = 'SecurityError'
            }
            @{ What = 'another access code'; Orders = 'lan/{0}/renew-code'; Kind = 'AccessCodeRefused'; Category = 'AuthenticationError'
                CodeRenewed = $true
            }
            @{ What = 'no card'; Orders = 'lan/{0}/remove-card'; Kind = 'PrinterStorageMissing'; Category = 'ResourceUnavailable' }
            @{ What = 'a full card'; Orders = 'lan/{0}/fill-card'; Kind = 'PrinterStorageFull'; Category = 'LimitsExceeded' }
            @{ What = 'a card that becomes full'; Orders = 'lan/{0}/fill-card?bytes=5000'; Kind = 'PrinterStorageFull'
                Category = 'LimitsExceeded'
            }
            foreach ($tenth in 0..10) {
                @{ What = "the connection breaks at $tenth tenths"; Tenth = $tenth; Kind = 'UploadFailed'; Category = 'WriteError' }
            }
            @{ What = 'the printer is gone right after the transfer'; Orders = 'lan/{0}/close-after?command=STOR'; Kind = 'UploadFailed'
                Category = 'WriteError'; Left = $true
            }
            @{ What = 'somebody starts another print meanwhile'; Orders = 'lan/{0}/start-after?command=SIZE'; Kind = 'DeviceBusy'
                Category = 'ResourceBusy'
            }
            @{ What = 'somebody starts one of the same name meanwhile'; Orders = 'lan/{0}/start-after?command=SIZE'; Kind = 'DeviceBusy'
                Category = 'ResourceBusy'; File = 'bracket.gcode.3mf'; Left = $true
            }
            @{ What = 'a refusal for want of a signature'; Orders = 'printers/{0}/refuse'; Kind = 'SignatureRequired'
                Category = 'PermissionDenied'; Sent = 1
            }
            @{ What = 'firmware that starts nothing itself in cloud mode'; Orders = 'lan/{0}/refuse-starts'; Kind = 'PrintRejected'
                Category = 'InvalidOperation'; Sent = 1; Advice = '*LAN Only Mode*'
            }
        ) {
            $file = if ($File -eq 'bracket.gcode.3mf') { $bracket } else { $cube }
            if ($null -ne $Tenth) {
                $Orders = "lan/{0}/cut-transfer?bytes=$([math]::Floor((Get-Item $file).Length * $Tenth / 10))"
            }
            Invoke-Simulator $cloud ($Orders -f $p1s)
            $starts = Get-RequestCount $cloud 'MQTT project_file'
            $record = @(Get-Fault {
                Send-BambuPrint $p1s $file -Via Lan -Force -RetryCount 0 -WarningAction SilentlyContinue -WarningVariable warnings
                $script:warned = $warnings
            })
            Restore-Printer
            $record | Should -HaveCount 1
            $record.FullyQualifiedErrorId | Should -Be "BambuCloud.$Kind,BambuCloud.Cmdlets.SendBambuPrint"
            "$($record.CategoryInfo.Category)", $record.TargetObject | Should -Be $Category, $p1s
            "$record" | Should -BeLike "*$p1s*"
            $record.ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty
            if ($Advice) {
                $record.ErrorDetails.RecommendedAction | Should -BeLike $Advice
            }
            (Get-RequestCount $cloud 'MQTT project_file') - $starts | Should -Be ([int] $Sent)
            Get-RequestCount $cloud $posts | Should -Be 0
            Invoke-Simulator $cloud "lan/$p1s/insert-card"
            (Get-BambuPrinterFile $p1s).Name -contains (Split-Path -Leaf $file) | Should -Be ([bool] $Left)
            if ($Left -eq $true) {
                "$warned" | Should -BeLike "*$(Split-Path -Leaf $file)*"
            }
            Invoke-Simulator $cloud "lan/$p1s/take-starts"
        }

        It 'sends the file again where the connection breaks at <_> tenths, and starts it once' -ForEach 0, 5, 10 {
            $bytes = [math]::Floor((Get-Item $cube).Length * $_ / 10)
            Invoke-Simulator $cloud "lan/$p1s/cut-transfer?bytes=$bytes"
            $starts = Get-RequestCount $cloud 'MQTT project_file'
            (Send-BambuPrint $p1s $cube -RetryCount 1 -WarningAction SilentlyContinue).Status | Should -BeIn 'Preparing', 'Running'
            (Get-RequestCount $cloud 'MQTT project_file') - $starts | Should -Be 1
        }

        It 'starts it once where the printer''s own way goes between upload and start, and the cloud helps out' {
            Invoke-Simulator $cloud "lan/$p1s/close-after?command=SIZE"
            $starts = Get-RequestCount $cloud 'MQTT project_file'
            $job = Send-BambuPrint $p1s $cube -WarningAction SilentlyContinue
            Restore-Printer
            (Get-BambuPrinterStatus $p1s).TaskId | Should -Be $job.JobId
            (Get-RequestCount $cloud 'MQTT project_file') - $starts | Should -Be 1
            Get-RequestCount $cloud $posts | Should -Be 0
        }
    }

    Context 'of a file that lies there' {
        BeforeEach {
            $script:sent = Send-BambuFile $cube -DeviceId $p1s -Via Lan
        }

        It 'starts it by its path' {
            $sent | Should -BeOfType BambuCloud.BambuPrinterFile
            $job = Send-BambuPrint $p1s -PrinterPath /cube.gcode.3mf -AmsMapping @{ 1 = 'A1' } -WarningAction SilentlyContinue
            $job.FileName, "$($job.Via)" | Should -Be 'cube.gcode.3mf', 'Lan'
            (Get-BambuPrinterStatus $p1s).JobName | Should -Be 'cube'
        }

        It 'takes what lists and sends files by pipeline' {
            ($sent | Send-BambuPrint -WarningAction SilentlyContinue).JobId | Should -Not -BeNullOrEmpty
            Clear-Printer $cloud
            (Get-BambuPrinterFile $p1s | Where-Object Name -EQ cube.gcode.3mf | Send-BambuPrint -WarningAction SilentlyContinue).DeviceId |
                Should -Be $p1s
        }

        It 'starts it by the broker of the cloud too' {
            Disconnect-BambuPrinter
            $job = Send-BambuPrint $p1s -PrinterPath cube.gcode.3mf -WarningAction SilentlyContinue
            "$($job.Via)" | Should -Be 'Cloud'
            (Get-BambuPrinterStatus $p1s).TaskId | Should -Be $job.JobId
        }

        It 'says that there is no such file' {
            $fault = Get-Fault { Send-BambuPrint $p1s -PrinterPath /other.gcode.3mf -WarningAction SilentlyContinue }
            $fault.FullyQualifiedErrorId | Should -BeLike 'BambuCloud.PrintRejected,*'
        }

        It 'refuses what is no sliced file on the printer, and nothing is sent: <_>' -ForEach '../../etc/passwd', '/', '/cache', '/*.3mf' {
            $starts = Get-RequestCount $cloud 'MQTT *_file'
            (Get-Fault { Send-BambuPrint $p1s -PrinterPath $_ }).FullyQualifiedErrorId | Should -BeLike 'BambuCloud.InvalidPrinterPath,*'
            Get-RequestCount $cloud 'MQTT *_file' | Should -Be $starts
        }
    }

    Context 'of several files and printers' {
        BeforeEach {
            $both = Get-PrinterAddress $cloud -Index 1
            Connect-BambuPrinter @both -AcceptNewCertificate
            Get-BambuPrinterFile $x1 | Where-Object IsFolder -EQ $false | Remove-BambuPrinterFile -Confirm:$false
            $script:starts = Get-RequestCount $cloud 'MQTT project_file'
        }

        AfterEach {
            Disconnect-BambuPrinter $x1 -ErrorAction Ignore
        }

        It 'starts the same file on each of two, once, and waits for both' {
            $x1File = New-PrintFile (Join-Path $TestDrive "$(New-Guid).gcode.3mf") # It fits both: what is sliced for P1S prints on X1.
            $jobs = @($p1s, $x1 | Send-BambuPrint -Path $x1File -Force -WarningAction SilentlyContinue)
            $jobs.DeviceId | Should -Be $p1s, $x1
            "$($jobs.Via)" | Should -Be 'Lan Lan'
            (Get-RequestCount $cloud 'MQTT project_file') - $starts | Should -Be 2
            foreach ($id in $p1s, $x1) {
                Invoke-Simulator $cloud "printers/$id/cancel"
            }
            $results = @($jobs | Wait-BambuPrint -PassThru -TimeoutSec 30 -ErrorAction SilentlyContinue)
            ($results.JobId | Sort-Object) | Should -Be ($jobs.JobId | Sort-Object)
        }

        It 'leaves the other its turn where one has no card, and each has one word' {
            Invoke-Simulator $cloud "lan/$p1s/remove-card"
            $out = @(Send-BambuPrint $p1s, $x1 $cube -Force -WarningAction SilentlyContinue -ErrorVariable faults 2>$null)
            $out.DeviceId | Should -Be $x1
            @($faults).TargetObject | Should -Be $p1s
        }

        It 'starts one after another, so that nothing is left on those whose turn does not come' {
            $job = Send-BambuPrint $p1s, $x1 $cube -Force -WarningAction SilentlyContinue | Select-Object -First 1
            $job.DeviceId | Should -Be $p1s
            (Get-RequestCount $cloud 'MQTT project_file') - $starts | Should -Be 1
            (Get-BambuPrinterFile $x1).Name | Should -Not -Contain 'cube.gcode.3mf'
        }

        It 'goes by itself where a printer is connected, and by the cloud where not: each once' {
            Disconnect-BambuPrinter $x1
            $out = @(Get-BambuDevice | Send-BambuPrint -Path $cube -Force -WarningAction SilentlyContinue -ErrorVariable faults 2>$null)
            $out.DeviceId | Should -Be $p1s
            "$($faults.FullyQualifiedErrorId)", $faults[0].TargetObject |
                Should -Be 'BambuCloud.PrintStartNotAllowed,BambuCloud.Cmdlets.SendBambuPrint', $x1
            (Get-RequestCount $cloud 'MQTT project_file') - $starts | Should -Be 1
        }

        It 'sends nothing with <_>' -ForEach 'WhatIf', 'Confirm' {
            $stores = Get-RequestCount $cloud 'FTP STOR'
            $switch = @{ $_ = $true }
            if ($_ -eq 'WhatIf') {
                Send-BambuPrint $p1s, $x1 $cube -Force @switch -WarningAction SilentlyContinue | Should -BeNullOrEmpty
            }
            else {
                $asked = Invoke-Pipeline -Variables @{ printer = $p1s; file = $cube } {
                    Send-BambuPrint $printer $file -Force -Confirm -WarningAction SilentlyContinue # Nobody is there to be asked.
                }
                $asked.Output | Should -BeNullOrEmpty
            }
            Get-RequestCount $cloud 'FTP STOR' | Should -Be $stores
            (Get-RequestCount $cloud 'MQTT project_file') - $starts | Should -Be 0
        }

        It 'prints the plate that is named, with its time' {
            $file = New-PrintFile (Join-Path $TestDrive "$(New-Guid).gcode.3mf") -Plate @{ Seconds = 600 }, @{ Index = 2; Seconds = 5400 }
            $null = Send-BambuPrint $p1s $file -Plate 2 -Force -WarningAction SilentlyContinue
            (Get-BambuPrinterStatus $p1s).RemainingTime.TotalMinutes | Should -BeGreaterThan 60
        }

        It 'takes a name as it stands: <_>' -ForEach @(
            "W`u{fc}rfel & Co 100 % #1.gcode.3mf", "it's [1] {2} `$x `;.gcode.3mf",
            ' two  spaces.gcode.3mf', "`u{7acb}`u{65b9}`u{4f53} `u{1f600}.gcode.3mf"
            "$('x' * 90).gcode.3mf", '-rf.gcode.3mf'
        ) {
            $file = Join-Path $TestDrive $_
            Copy-Item -LiteralPath $cube $file
            $job = Send-BambuPrint $p1s -LiteralPath $file -WarningAction SilentlyContinue
            $job.FileName | Should -Be $_
            (Get-BambuPrinterStatus $p1s).JobName | Should -Be ($_ -replace '\.gcode\.3mf$')
            (Get-BambuPrinterFile $p1s).Name | Should -Contain $_
            Clear-Printer $cloud
            (Get-BambuPrinterFile $p1s | Where-Object Name -EQ $_ | Send-BambuPrint -WarningAction SilentlyContinue).FileName |
                Should -Be $_
        }

        It 'prints plain G-code, and says what cannot be told to it' {
            $gcode = Join-Path $TestDrive 'cube.gcode'
            Set-Content $gcode "; HEADER_BLOCK_START`n; BambuStudio 01.09.00`n; HEADER_BLOCK_END`nG28`nG1 X10 Y10 E1`n"
            (Send-BambuPrint $p1s $gcode -Force -WarningAction SilentlyContinue).FileName | Should -Be 'cube.gcode'
            Clear-Printer $cloud
            $fault = Get-Fault { Send-BambuPrint $p1s -PrinterPath /cube.gcode -Timelapse On -WarningAction SilentlyContinue }
            $fault.FullyQualifiedErrorId | Should -BeLike 'BambuCloud.InvalidSetting,*'
            (Send-BambuPrint $p1s -PrinterPath /cube.gcode -WarningAction SilentlyContinue).FileName | Should -Be 'cube.gcode'
        }

        It 'is ended by Ctrl+C <When>, and nothing is left' -ForEach @(
            @{ When = 'in the upload'; Count = 'FTP STOR' }
            @{ When = 'between upload and start'; Count = 'FTP SIZE'; Silent = $true }
        ) {
            $large = Join-Path $TestDrive 'large.gcode'
            Set-Content $large "; HEADER_BLOCK_START`n; BambuStudio 01.09.00`n; HEADER_BLOCK_END`nG28`n$("G1 X10 Y10 E1`n" * 4000000)"
            $counted = Get-RequestCount $cloud $Count
            $begun = Get-RequestCount $cloud 'MQTT gcode_file'
            if ($Silent) {
                Invoke-Simulator $cloud "printers/$p1s/mute" # What is to be started waits for a report then.
                Invoke-Simulator $cloud "lan/$p1s/close"
                Invoke-Simulator $cloud "lan/$p1s/open"
            }
            $send = New-Pipeline -Variables @{ printer = $p1s; file = $large } {
                Send-BambuPrint $printer $file -Force -WarningAction SilentlyContinue
            }
            try {
                $running = $send.BeginInvoke()
                Wait-Condition -TimeoutSec 60 -Because 'the upload is on its way' { (Get-RequestCount $cloud $Count) -gt $counted }
                $send.Stop()
                $running.IsCompleted | Should -BeTrue
            }
            finally {
                $send.Dispose()
                Invoke-Simulator $cloud "printers/$p1s/speak"
            }
            Get-RequestCount $cloud 'MQTT gcode_file' | Should -Be $begun
            Wait-Condition -TimeoutSec 30 -Because 'the file is gone' { (Get-BambuPrinterFile $p1s).Name -notcontains 'large.gcode' }
        }
    }

    Context 'with the access code' {
        It 'shows it nowhere' {
            $code = $cloud.LanPrinters[0].accessCode
            $run = Invoke-Pipeline -Variables @{ cloud = $cloud; printer = $p1s; file = $cube } {
                function Invoke-Order([string] $Path) { Invoke-RestMethod -Method Post "$($cloud.ApiEndpoint)_sim/$Path" }
                $VerbosePreference = $DebugPreference = 'Continue'
                Get-BambuDevice $printer
                Send-BambuFile $file -Printer $printer
                Get-BambuPrinterFile $printer
                Remove-BambuPrinterFile $printer /nothing -Confirm:$false
                Save-BambuSnapshot $printer -Path ([IO.Path]::GetTempPath()) -PassThru | Remove-Item
                Send-BambuPrint $printer $file -Force
                Invoke-Order "lan/$printer/renew-code"
                Get-BambuPrinterFile $printer
                Invoke-Order "lan/$printer/renew-code"
                Get-ChildItem /proc/*/cmdline -ErrorAction Ignore | Get-Content -Raw -ErrorAction Ignore
                $Error
            }
            $run.Error | Should -Not -BeNullOrEmpty
            $run.Verbose | Should -Not -BeNullOrEmpty
            $run.Output + $run.Error + $run.Verbose + $run.Debug + $run.Warning + $run.Progress | Test-Exposure $code | Should -BeFalse
        }
    }

    Context 'beside the other ways' {
        It 'says of a printer that is not connected itself how it would start, as its own report shows' {
            $fault = Get-Fault { Send-BambuPrint $x1 $cube -Force -WarningAction SilentlyContinue }
            $fault.FullyQualifiedErrorId | Should -BeLike 'BambuCloud.PrintStartNotAllowed,*'
            "$fault" | Should -BeLike "*takes commands that nobody signed*Connect-BambuPrinter -DeviceId $x1*"
            Invoke-Simulator $cloud "printers/$x1/refuse"
            "$(Get-Fault { Send-BambuPrint $x1 $cube -Force -WarningAction SilentlyContinue })" |
                Should -BeLike '*takes only what the vendor*Developer Mode*BambuConnect*'
        }

        It 'takes -Via Lan only for a printer that is connected itself' {
            (Get-Fault { Send-BambuPrint $x1 $cube -Via Lan -Force -WarningAction SilentlyContinue }).FullyQualifiedErrorId |
                Should -BeLike 'BambuCloud.PrinterNotConnected,*'
        }

        It 'has no Bambu Connect on Linux' -Skip:(-not $IsLinux) {
            $fault = Get-Fault { Send-BambuPrint $p1s $cube -Via BambuConnect }
            $fault.FullyQualifiedErrorId | Should -BeLike 'BambuCloud.HandoverFailed,*'
            "$fault" | Should -BeLike '*Windows and macOS*'
        }

        It 'refuses what only the cloud could set' {
            (Get-Fault { Send-BambuPrint $p1s $cube -Infill 20 -WarningAction SilentlyContinue }).FullyQualifiedErrorId |
                Should -BeLike 'BambuCloud.InvalidSetting,*'
            (Get-BambuPrinterFile $p1s).Name | Should -Not -Contain 'cube.gcode.3mf'
        }
    }
}
