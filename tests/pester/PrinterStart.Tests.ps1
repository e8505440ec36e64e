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
