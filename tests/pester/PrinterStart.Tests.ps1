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
            @{ What = 'silence'; Orders = 'printers/{0}/ignore'; Kind = 'PrintStartUnconfirmed'; Category = 'OperationStopped'; Sent = 1
                Left = 'it may print it' # And so nothing is said of it.
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

        It 'refuses a path that leads out of the printer' {
            (Get-Fault { Send-BambuPrint $p1s -PrinterPath ../../etc/passwd }).FullyQualifiedErrorId |
                Should -BeLike 'BambuCloud.InvalidPrinterPath,*'
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
