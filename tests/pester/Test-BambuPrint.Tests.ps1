#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.5.0' }

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'Simulator.psm1') -Force
    $script:cloud = Start-Simulator -Speed 1 -Connect
    $script:p1s, $script:x1, $script:a1, $script:offline = $cloud.Devices
    $script:cube = Get-TestFile
    $script:forP1S = Get-TestFile 'cube-p1s.gcode.3mf'
    $script:folder = (Get-Item 'TestDrive:/').FullName
}

AfterAll {
    Stop-Simulator $cloud
}

Describe 'Test-BambuPrint' {
    BeforeEach {
        Clear-Printer $cloud
    }

    It 'gives an object for each file and printer' {
        $fits = Test-BambuPrint -Path $forP1S, $cube -Plate 1
        $fits | Should -BeOfType BambuCloud.BambuPrintFit
        $fits.DeviceId | Should -Be ($cloud.Devices + $cloud.Devices)
        $fits.FileName | Should -Be (@('cube-p1s.gcode.3mf') * 4 + @('cube.gcode.3mf') * 4)
        $fits.Fits | Should -Be $true, $true, $false, $false, $true, $true, $true, $false
        $fits[1].Warnings.Reason | Should -Be 'PrinterModelMismatch'
        $fits[2].Errors.Reason | Should -Be 'PrinterModelMismatch'
        $fits[3].Errors.Reason | Should -Be 'PrinterOffline'
    }

    It 'sends nothing, and asks each printer once for however many files' {
        $before = Get-SimulatorState $cloud
        $null = Test-BambuPrint $p1s (Join-Path (Split-Path $cube) 'cube*.gcode.3mf') -WarningAction SilentlyContinue
        $after = Get-SimulatorState $cloud
        $after.completeUploads | Should -Be $before.completeUploads
        Get-RequestCount $cloud 'POST /v1/iot-service/api/user/print' | Should -Be 0
    }

    It 'takes files from the pipeline: <Name>' -ForEach @(
        @{ Name = 'Get-ChildItem'; Script = { Get-ChildItem (Split-Path $cube) -Filter *.gcode.3mf } }
        @{ Name = 'Get-BambuPrintFile'; Script = { Get-BambuPrintFile (Join-Path (Split-Path $cube) '*.gcode.3mf') } }
    ) {
        (& $Script | Test-BambuPrint).DeviceId | Should -Be ($cloud.Devices + $cloud.Devices)
        (& $Script | Test-BambuPrint -DeviceId $p1s).DeviceId | Should -Be $p1s, $p1s
    }

    It 'takes printers from the pipeline' {
        (Get-BambuDevice -Online | Test-BambuPrint -Path $cube).DeviceId | Should -Be $p1s, $x1, $a1
    }

    It 'goes on to a print where it fits' {
        $jobs = Get-Item $forP1S | Test-BambuPrint -Plate 1 | Where-Object Fits | Send-BambuPrint -Plate 1 -WarningAction SilentlyContinue
        $jobs.DeviceId | Should -Be $p1s, $x1
    }

    It 'goes on to a print of the plate that was looked at' {
        $job = Test-BambuPrint $p1s $forP1S -Plate 2 | Send-BambuPrint -WarningVariable warnings
        $job.Settings.Plate | Should -Be 2
        $warnings | Should -BeNullOrEmpty
    }

    It 'tells all that is in the way, errors apart from warnings' {
        $file = New-PrintFile (Join-Path $folder 'much.gcode.3mf') @{
            Model = 'N2S'; Nozzle = '0.6'; Grams = 900
            Filaments = @{ Type = 'PLA'; Color = '#000000' }, @{ Type = 'ABS'; Color = '#FF0000' }
        }
        $null = Send-BambuPrint $p1s $cube
        Invoke-Simulator $cloud "printers/$p1s/refuse"
        try {
            $null = Wait-Condition -Because 'the printer should report it' { (Get-BambuPrinterStatus $p1s).SignatureRequired }
            $fit = Test-BambuPrint $p1s $file
            $fit.Fits | Should -BeFalse
            $fit.Errors.Reason | Should -Be 'PrinterModelMismatch', 'NozzleMismatch', 'PrinterBusy', 'FilamentMissing'
            $fit.Errors.CanForce | Should -Be $true, $true, $false, $true
            $fit.Warnings.Reason | Should -Be 'SignatureRequired', 'FilamentLow'
        }
        finally {
            Invoke-Simulator $cloud "printers/$p1s/obey"
        }
    }

    It 'says from which slots it would be printed' {
        (Test-BambuPrint $p1s $forP1S -Plate 2).AmsMapping.SlotName | Should -Be 'A3'
    }

    It 'tells of a file that is damaged, and goes on' {
        New-DamagedFile $cube (Join-Path $folder 'damaged.gcode.3mf')
        $fits = Test-BambuPrint $p1s (Join-Path $folder 'damaged.gcode.3mf'), $cube -ErrorAction SilentlyContinue -ErrorVariable faults
        $fits.FileName | Should -Be 'cube.gcode.3mf'
        $faults.FullyQualifiedErrorId | Should -Be 'BambuCloud.FileDamaged,BambuCloud.Cmdlets.TestBambuPrint'
    }

    It 'tells of a file once, however many printers come: <Name>' -ForEach @(
        @{ Name = '-Path'; File = @{ Path = 'TestDrive:/none*.3mf' } }
        @{ Name = '-LiteralPath'; File = @{ LiteralPath = 'TestDrive:/none.3mf' } }
    ) {
        Get-Fault { Get-BambuDevice | Test-BambuPrint @File } | Should -HaveCount 1
    }

    It 'names a printer that the account does not have' {
        (Get-Fault { Test-BambuPrint 01P00A999999999 $cube }).FullyQualifiedErrorId | Should -BeLike 'BambuCloud.DeviceNotFound,*'
    }
}

Describe 'Test-BambuPrint with a fleet' {
    It 'answers for 12 files and 40 printers in under 2 s, with one question to each printer' {
        $fleet = Start-Simulator -Printers 40 -Tasks 0 -Speed 1 -Connect
        try {
            $null = 1..12 | ForEach-Object { New-PrintFile (Join-Path $folder "fleet $_.gcode.3mf") @{ Model = $_ % 2 ? 'C12' : 'N2S' } }
            $null = Test-BambuPrint -Path (Join-Path $folder 'fleet 1.gcode.3mf') # What is compiled once is no matter of files.
            $questions = Get-RequestCount $fleet 'MQTT pushall'
            $watch = [Diagnostics.Stopwatch]::StartNew()
            $fits = Test-BambuPrint -Path (Join-Path $folder 'fleet *.gcode.3mf')
            $watch.Elapsed.TotalSeconds | Should -BeLessThan 2
            $fits | Should -HaveCount 480
            @($fits | Where-Object Fits).Count | Should -BeGreaterThan 100
            (Get-RequestCount $fleet 'MQTT pushall') - $questions | Should -BeLessOrEqual 40
        }
        finally {
            Stop-Simulator $fleet
            Connect-Simulator $cloud
        }
    }
}
