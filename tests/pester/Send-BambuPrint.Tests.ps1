#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.5.0' }

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'Simulator.psm1') -Force
    $script:cloud = Start-Simulator -Speed 1 -Connect # Prints go on until they are cancelled.
    $script:cube = Get-TestFile
    $script:p1s, $script:x1, $script:a1, $script:offline = $cloud.Devices
}

AfterAll {
    Stop-Simulator $cloud
}

Describe 'Send-BambuPrint' {
    BeforeEach {
        Clear-Printer $cloud
    }

    Context 'starting prints' {
        It 'starts a file on every printer that is online, and uploads it once' {
            Push-Location (Split-Path $cube)
            try {
                $before = Get-SimulatorState $cloud
                $jobs = Get-BambuDevice -Online | Send-BambuPrint -Path cube.gcode.3mf
                $after = Get-SimulatorState $cloud
            }
            finally {
                Pop-Location
            }
            $jobs | Should -BeOfType BambuCloud.BambuPrintJob
            $jobs.DeviceId | Should -Be $p1s, $x1, $a1
            $jobs.Status | Should -Be 'Queued', 'Queued', 'Queued'
            $jobs.FileName | Should -Be (@('cube.gcode.3mf') * 3)
            ($jobs.JobId | Select-Object -Unique) | Should -HaveCount 3
            $after.completeUploads | Should -Be ($before.completeUploads + 1)
            (Get-BambuDevice | Where-Object State -EQ Running).DeviceId | Should -Be $p1s, $x1, $a1
        }

        It 'takes the printer by -DeviceId and the file by position' {
            (Send-BambuPrint $cube -DeviceId $x1).DeviceId | Should -Be $x1
        }

        It 'takes several printers as an array' {
            (Send-BambuPrint $cube -DeviceId $p1s, $a1).DeviceId | Should -Be $p1s, $a1
        }

        It 'takes ids from the pipeline' {
            ($p1s, $x1 | Send-BambuPrint -Path $cube).DeviceId | Should -Be $p1s, $x1
        }

        It 'takes devices for -DeviceId' {
            (Send-BambuPrint $cube -DeviceId (Get-BambuDevice -DeviceId $p1s, $x1)).DeviceId | Should -Be $p1s, $x1
        }

        It 'takes whatever has a DeviceId from the pipeline' {
            ([pscustomobject]@{ DeviceId = $a1 } | Send-BambuPrint -Path $cube).DeviceId | Should -Be $a1
        }

        It 'takes devices that come back from an export' {
            Get-BambuDevice 'P1S*' | Export-Clixml -LiteralPath 'TestDrive:/printers.xml'
            (Import-Clixml -LiteralPath 'TestDrive:/printers.xml' | Send-BambuPrint -Path $cube).DeviceId | Should -Be $p1s
            Clear-Printer $cloud
            Get-BambuDevice 'P1S*' | Export-Csv -LiteralPath 'TestDrive:/printers.csv'
            (Import-Csv -LiteralPath 'TestDrive:/printers.csv' | Send-BambuPrint -Path $cube).DeviceId | Should -Be $p1s
        }

        It 'takes an uploaded file, and does not upload it again' {
            $file = Send-BambuFile $cube
            $before = Get-SimulatorState $cloud
            ($file | Send-BambuPrint -DeviceId $p1s).DeviceId | Should -Be $p1s
            (Get-SimulatorState $cloud).completeUploads | Should -Be $before.completeUploads
        }

        It 'takes the exact name with -LiteralPath' {
            $path = Join-Path (Get-Item 'TestDrive:/').FullName 'cube [1].gcode.3mf'
            Copy-Item -LiteralPath $cube -Destination $path
            (Send-BambuPrint -LiteralPath $path -DeviceId $p1s).FileName | Should -Be 'cube [1].gcode.3mf'
        }

        It 'takes the printer by position too' {
            (Send-BambuPrint $x1 $cube).DeviceId | Should -Be $x1
            (Send-BambuPrint $p1s, $a1 $cube).DeviceId | Should -Be $p1s, $a1
        }

        It 'takes a file from the pipeline where the printers are given: <Name>' -ForEach @(
            @{ Name = 'Get-Item'; Script = { Get-Item -LiteralPath $args[0] } }
            @{ Name = 'Get-BambuPrintFile'; Script = { Get-BambuPrintFile -LiteralPath $args[0] } }
            @{ Name = 'a list of files'; Script = { Get-Item -LiteralPath $args[0] | ConvertTo-Csv | ConvertFrom-Csv } }
        ) {
            $path = Join-Path (Get-Item 'TestDrive:/').FullName 'piped [1].gcode.3mf'
            Copy-Item -LiteralPath $cube -Destination $path
            $before = Get-SimulatorState $cloud
            $jobs = & $Script $path | Send-BambuPrint -DeviceId $p1s, $x1
            $jobs.FileName | Should -Be (@('piped [1].gcode.3mf') * 2)
            $jobs.DeviceId | Should -Be $p1s, $x1
            (Get-SimulatorState $cloud).completeUploads | Should -Be ($before.completeUploads + 1)
        }

        It 'prints each file at the printer that comes with it' {
            $other = Get-TestFile 'cube-p1s.gcode.3mf'
            $jobs = [pscustomobject]@{ DeviceId = $x1; LiteralPath = $cube }, [pscustomobject]@{ DeviceId = $p1s; LiteralPath = $other } |
                Send-BambuPrint
            $jobs.DeviceId | Should -Be $x1, $p1s
            $jobs.FileName | Should -Be 'cube.gcode.3mf', 'cube-p1s.gcode.3mf'
        }

        It 'names each file of the pipeline that it cannot print, and goes on' {
            $run = Invoke-Pipeline -Variables @{
                files = $cube, (Get-TestFile 'cube-unsliced.3mf'), (Get-TestFile 'cube-p1s.gcode.3mf'), $cube; id = $p1s
            } {
                Get-Item $files | Send-BambuPrint -DeviceId $id
            }
            $run.Output.FileName | Should -Be 'cube.gcode.3mf'
            $run.Error.FullyQualifiedErrorId | Should -Be 'BambuCloud.NotSliced,BambuCloud.Cmdlets.SendBambuPrint',
                'BambuCloud.DeviceBusy,BambuCloud.Cmdlets.SendBambuPrint'
            $run.Error[1].TargetObject | Should -Be $p1s
        }

        It 'starts an uploaded file after one of this computer as itself' {
            $sent = Send-BambuFile (Get-TestFile 'cube-p1s.gcode.3mf')
            $jobs = [pscustomobject]@{ DeviceId = $p1s; PSPath = $cube },
                [pscustomobject]@{ DeviceId = $x1; FileName = $sent.FileName; FileUrl = $sent.FileUrl } | Send-BambuPrint
            $jobs.FileName | Should -Be 'cube.gcode.3mf', 'cube-p1s.gcode.3mf'
        }

        It 'prints again what jobs without a file name printed' {
            ([pscustomobject]@{ DeviceId = $p1s; FileName = '' }, [pscustomobject]@{ DeviceId = $x1; FileName = $null } |
                Send-BambuPrint -LiteralPath $cube).DeviceId | Should -Be $p1s, $x1
        }

        It 'takes no uploaded file without a name' {
            $sent = Send-BambuFile $cube
            foreach ($name in '', $null) {
                $fault = Get-Fault { Send-BambuPrint -DeviceId $p1s -FileUrl $sent.FileUrl -FileName $name }
                $fault.FullyQualifiedErrorId | Should -BeLike 'BambuCloud.InvalidFileName,*'
                "$fault" | Should -BeLike "*$($sent.FileUrl)*no name*"
            }
        }

        It 'takes one file by wildcards' {
            (Send-BambuPrint (Join-Path (Split-Path $cube) 'cube.g*') -DeviceId $p1s).FileName | Should -Be 'cube.gcode.3mf'
        }

        It 'writes the job into the history' {
            $job = Send-BambuPrint $cube -DeviceId $p1s
            $task = Get-BambuTask -TaskId $job.JobId
            $task.DeviceId | Should -Be $p1s
            $task.Status | Should -Be 'Running'
        }
    }

    Context 'a file for one model of printer' {
        BeforeAll {
            $script:forP1S = Get-TestFile 'cube-p1s.gcode.3mf'
        }

        It 'starts where it fits, and is an error at each other printer' {
            $before = Get-SimulatorState $cloud
            $jobs = Get-BambuDevice -Online | Send-BambuPrint -Path $forP1S -Plate 1 -ErrorAction SilentlyContinue -ErrorVariable faults `
                -WarningAction SilentlyContinue
            $after = Get-SimulatorState $cloud
            $jobs.DeviceId | Should -Be $p1s, $x1
            $faults.TargetObject | Should -Be $a1
            $faults.FullyQualifiedErrorId | Should -Be 'BambuCloud.PrinterModelMismatch,BambuCloud.Cmdlets.SendBambuPrint'
            "$($faults[0])" | Should -BeLike "*cube-p1s.gcode.3mf*sliced for P1S (C12)*'A1 1 ($a1)' is of the model A1 (N2S)*-Force*"
            $after.completeUploads | Should -Be ($before.completeUploads + 1)
        }

        It 'is not uploaded when no printer fits' {
            $before = Get-SimulatorState $cloud
            Get-Fault { $a1 | Send-BambuPrint -Path $forP1S -Plate 2 } | Should -HaveCount 1
            (Get-SimulatorState $cloud).completeUploads | Should -Be $before.completeUploads
        }

        It 'starts all the same with -Force, with a warning' {
            $job = Send-BambuPrint $forP1S -DeviceId $a1 -Plate 1 -Force -WarningAction SilentlyContinue -WarningVariable warnings
            $job.DeviceId | Should -Be $a1
            $warnings | Should -HaveCount 1
            $warnings[0].Message | Should -BeLike "*sliced for P1S (C12)*'A1 1 ($a1)'*all the same*"
        }

        It 'warns where the vendor''s tables let the models take each other''s files' {
            $job = Send-BambuPrint $forP1S -DeviceId $x1 -Plate 1 -WarningAction SilentlyContinue -WarningVariable warnings
            $job.DeviceId | Should -Be $x1
            $warnings.Message | Should -BeLike "*'X1 Carbon 1 ($x1)' is of the model X1 Carbon (BL-P001), which takes such files."
        }

        It 'is checked for the plate that starts' {
            $path = Join-Path (Get-Item 'TestDrive:/').FullName 'mixed.gcode.3mf'
            $mixed = New-PrintFile $path @{ Model = 'C12' }, @{ Index = 2; Model = 'N2S' }
            (Get-Fault { Send-BambuPrint $a1 $mixed -WarningAction SilentlyContinue }).FullyQualifiedErrorId |
                Should -BeLike 'BambuCloud.PrinterModelMismatch,*'
            (Send-BambuPrint $a1 $mixed -Plate 2).Settings.Plate | Should -Be 2
        }

        It 'is checked when it comes from Send-BambuFile too' {
            $sent = Send-BambuFile $forP1S
            (Get-Fault { $sent | Send-BambuPrint $a1 -Plate 1 }).FullyQualifiedErrorId | Should -BeLike 'BambuCloud.PrinterModelMismatch,*'
            (Get-Fault { $sent | Send-BambuPrint $p1s -Plate 3 }).FullyQualifiedErrorId | Should -BeLike 'BambuCloud.PlateNotFound,*'
            ($sent | Send-BambuPrint $p1s -Plate 2).Settings.AmsMapping.SlotName | Should -Be 'A3'
        }

        It 'is checked by what stands last in its G-code, when it comes from Send-BambuFile too' {
            $gcode = "G28`n$("G1 X10 Y10`n" * 100); printer_model = Bambu Lab A1`n"
            $forA1 = New-PrintFile (Join-Path $TestDrive 'last.gcode.3mf') @{ Model = ''; Gcode = $gcode }
            foreach ($fault in (Get-Fault { Send-BambuPrint $p1s $forA1 }), (Get-Fault { Send-BambuFile $forA1 | Send-BambuPrint $p1s })) {
                $fault.FullyQualifiedErrorId | Should -BeLike 'BambuCloud.PrinterModelMismatch,*'
            }
        }

        It 'is sent without a check when it comes back from an export' {
            Send-BambuFile $forP1S | Export-Clixml -LiteralPath 'TestDrive:/sent.xml'
            (Import-Clixml -LiteralPath 'TestDrive:/sent.xml' | Send-BambuPrint $p1s).DeviceId | Should -Be $p1s
        }

        It 'warns of nothing with -Force where it fits' {
            Send-BambuPrint $forP1S -DeviceId $p1s -Plate 1 -Force -WarningVariable warnings | Should -HaveCount 1
            $warnings | Should -BeNullOrEmpty
        }

        It 'says which plate is printed where several could be and none is named' {
            $null = Send-BambuPrint $forP1S -DeviceId $p1s -WarningAction SilentlyContinue -WarningVariable warnings
            $warnings.Message | Should -BeLike "*'cube-p1s.gcode.3mf' has several plates, and plate 1 is printed; plate 2 could be too."
        }

        It 'prints the plate of -Plate' {
            (Send-BambuPrint $forP1S -DeviceId $p1s -Plate 2).DeviceId | Should -Be $p1s
        }

        It 'is an error before anything is sent when it has no such plate' {
            $before = Get-SimulatorRequest $cloud
            $fault = Get-Fault { $p1s, $x1 | Send-BambuPrint -Path $forP1S -Plate 3 }
            $fault | Should -HaveCount 1
            $fault.FullyQualifiedErrorId | Should -BeLike 'BambuCloud.PlateNotFound,*'
            "$fault" | Should -BeLike '*plate 3*it has plate 1, 2*'
            Get-SimulatorRequest $cloud | Should -Be $before
        }
    }

    Context 'printers that do not print' {
        It 'names a printer that is not in the account, and goes on' {
            $jobs = $p1s, '01P00A999999999', $x1 | Send-BambuPrint -Path $cube -ErrorAction SilentlyContinue -ErrorVariable faults
            $jobs.DeviceId | Should -Be $p1s, $x1
            $faults | Should -HaveCount 1
            $faults[0].FullyQualifiedErrorId | Should -BeLike 'BambuCloud.DeviceNotFound,*'
            $faults[0].CategoryInfo.Category | Should -Be 'ObjectNotFound'
            $faults[0].TargetObject | Should -Be '01P00A999999999'
            "$($faults[0])" | Should -BeLike "*'01P00A999999999'*"
        }

        It 'names a printer that is offline' {
            $uploads = (Get-SimulatorState $cloud).completeUploads
            $fault = Get-Fault { Send-BambuPrint $cube -DeviceId $offline }
            (Get-SimulatorState $cloud).completeUploads | Should -Be $uploads
            $fault.FullyQualifiedErrorId | Should -BeLike 'BambuCloud.DeviceOffline,*'
            $fault.CategoryInfo.Category | Should -Be 'ResourceUnavailable'
            $fault.TargetObject | Should -Be $offline
            "$fault" | Should -BeLike "*'P1P 1 ($offline)'*offline*nothing was sent*"
        }

        It 'names a printer that prints already, and why' {
            $null = Send-BambuPrint $cube -DeviceId $p1s
            $uploads = (Get-SimulatorState $cloud).completeUploads
            $fault = Get-Fault { Send-BambuPrint $cube -DeviceId $p1s }
            $fault.FullyQualifiedErrorId | Should -BeLike 'BambuCloud.DeviceBusy,*'
            $fault.CategoryInfo.Category | Should -Be 'ResourceBusy'
            $fault.TargetObject | Should -Be $p1s
            "$fault" | Should -BeLike "*'P1S 1 ($p1s)'*print already*nothing was sent*"
            (Get-SimulatorState $cloud).completeUploads | Should -Be $uploads
        }

        It 'names a printer that is to print another file, before that one is uploaded' {
            $copy = (Copy-Item -LiteralPath $cube -Destination (Join-Path $TestDrive 'second.gcode.3mf') -PassThru).FullName
            $uploads = (Get-SimulatorState $cloud).completeUploads
            $job = $cube, $copy | Get-Item | Send-BambuPrint $p1s -ErrorAction SilentlyContinue -ErrorVariable faults
            $job.FileName | Should -Be 'cube.gcode.3mf'
            $faults.FullyQualifiedErrorId | Should -Be 'BambuCloud.DeviceBusy,BambuCloud.Cmdlets.SendBambuPrint'
            $faults.TargetObject | Should -Be $p1s
            "$($faults[0])" | Should -BeLike "*'P1S 1 ($p1s)' is to print 'cube.gcode.3mf'*'second.gcode.3mf'*Nothing was sent*"
            (Get-SimulatorState $cloud).completeUploads | Should -Be ($uploads + 1)
        }

        It 'stops at the first of them with -ErrorAction Stop' {
            { $offline, $p1s | Send-BambuPrint -Path $cube -ErrorAction Stop } | Should -Throw -ErrorId 'BambuCloud.DeviceOffline,*'
            (Get-BambuDevice -DeviceId $p1s).State | Should -Not -Be 'Running'
        }
    }

    Context 'a file that cannot be uploaded' {
        It 'is named, and leaves the others their turn' {
            $changing = (Copy-Item -LiteralPath $cube -Destination (Join-Path $TestDrive 'changing.gcode.3mf') -PassThru).FullName
            $job = & {
                [pscustomobject]@{ DeviceId = $p1s; PSPath = $changing }
                [pscustomobject]@{ DeviceId = $a1; PSPath = $changing }
                Add-Content -LiteralPath $changing -Value 'more'
                [pscustomobject]@{ DeviceId = $x1; PSPath = $cube }
            } | Send-BambuPrint -ErrorAction SilentlyContinue -ErrorVariable faults
            $job.DeviceId | Should -Be $x1
            $faults.FullyQualifiedErrorId | Should -Be (@('BambuCloud.FileUnreadable,BambuCloud.Cmdlets.SendBambuPrint') * 2)
            $faults.TargetObject | Should -Be $p1s, $a1
            "$($faults[0])" | Should -BeLike "*'$changing' changed*"
        }
    }

    Context 'a file whose name and contents have what a terminal would obey' {
        It 'is told of without it' {
            $path = Join-Path $TestDrive "a$([char] 0x202E)fmg.gcode.3mf"
            $file = New-PrintFile $path @{ Model = "K1`u{85}Max" }
            $faults = Get-Fault { Send-BambuPrint $p1s $file -WarningAction SilentlyContinue }
            "$faults" | Should -BeLike "*'a?fmg.gcode.3mf' was sliced for K1?Max*"
            $null = Send-BambuPrint $p1s $file -Force -WhatIf -WarningAction SilentlyContinue -WarningVariable warnings
            $warnings.Message | Should -Contain ("The file 'a?fmg.gcode.3mf' has a name with characters that cannot be seen and make it " +
                "look like another. A name to use is 'afmg.gcode.3mf'.")
            "$faults $warnings" | Should -Not -Match '[\p{Cc}\u202E]'
        }
    }

    Context 'files that cannot be printed' {
        BeforeAll {
            $null = New-Item -ItemType Directory -Path 'TestDrive:/folder.3mf'
            $null = New-Item -ItemType File -Path 'TestDrive:/empty.3mf'
            Set-Content -LiteralPath 'TestDrive:/text.3mf' -Value 'no archive'
            Copy-Item -LiteralPath (Get-TestFile 'cube-unsliced.3mf') -Destination 'TestDrive:/unsliced.3mf'
            Set-Content -LiteralPath 'TestDrive:/README.txt' -Value 'M3 x 8 screws', 'G1 of them is enough'
            New-DamagedFile $cube (Join-Path (Get-Item 'TestDrive:/').FullName 'damaged.gcode.3mf')
        }

        It 'are named once, before anything is sent: <Name>' -ForEach @(
            @{ Name = 'missing.3mf'; Id = 'FileNotFound'; Category = 'ObjectNotFound' }
            @{ Name = 'folder.3mf'; Id = 'NotAFile'; Category = 'InvalidArgument' }
            @{ Name = 'empty.3mf'; Id = 'FileEmpty'; Category = 'InvalidArgument' }
            @{ Name = 'text.3mf'; Id = 'NotAPrintFile'; Category = 'InvalidData' }
            @{ Name = 'unsliced.3mf'; Id = 'NotSliced'; Category = 'InvalidData' }
            @{ Name = 'damaged.gcode.3mf'; Id = 'FileDamaged'; Category = 'InvalidData' }
            @{ Name = 'README.txt'; Id = 'NotAPrintFile'; Category = 'InvalidData' }
        ) {
            $before = Get-SimulatorRequest $cloud
            $fault = Get-Fault { $p1s, $x1 | Send-BambuPrint -Path "TestDrive:/$Name" }
            $fault | Should -HaveCount 1
            $fault.FullyQualifiedErrorId | Should -BeLike "BambuCloud.$Id,*"
            $fault.CategoryInfo.Category | Should -Be $Category
            "$($fault.TargetObject)" | Should -BeLike "*$Name"
            "$fault" | Should -BeLike "*$Name*"
            Get-SimulatorRequest $cloud | Should -Be $before
        }

        It 'are several at once' {
            $fault = Get-Fault { Send-BambuPrint (Join-Path (Split-Path $cube) '*.3mf') -DeviceId $p1s }
            $fault.FullyQualifiedErrorId | Should -BeLike 'BambuCloud.NotAFile,*'
            "$fault" | Should -BeLike '*3 files*'
        }
    }

    Context 'how it is printed' {
        BeforeAll {
            $script:folder = (Get-Item 'TestDrive:/').FullName
            $script:forP1S = Get-TestFile 'cube-p1s.gcode.3mf'
            $script:three = New-PrintFile (Join-Path $folder 'three.gcode.3mf') @{
                Filaments = @{ Type = 'PLA'; Color = '#EEEEEE' }, @{ Type = 'PLA'; Color = '#000000' },
                    @{ Type = 'PETG'; Color = '#0000FF' }
            }
        }

        It 'takes each filament from the slot that matches, and says so' {
            $settings = (Send-BambuPrint $p1s $three).Settings
            $settings.Plate | Should -Be 1
            $settings.UseAms | Should -BeTrue
            $settings.AmsMapping.SlotName | Should -Be 'A1', 'A2', 'A3'
            $settings.AmsMapping.Spool.Material | Should -Be 'PLA', 'PLA', 'PETG'
        }

        It 'takes the slots of -AmsMapping, and finds those that it leaves out' {
            (Send-BambuPrint $p1s $three -AmsMapping @{ 1 = 'A2'; 2 = 'A1' }).Settings.AmsMapping.SlotName | Should -Be 'A2', 'A1', 'A3'
            Clear-Printer $cloud
            (Send-BambuPrint $p1s $three -AmsMapping Auto).Settings.AmsMapping.SlotName | Should -Be 'A1', 'A2', 'A3'
            Clear-Printer $cloud
            $black = Get-BambuFilament $p1s -Color Black
            (Send-BambuPrint $p1s $forP1S -Plate 1 -AmsMapping @{ 1 = $black }).Settings.AmsMapping.SlotName | Should -Be 'A2'
        }

        It 'refuses a slot that has not what the file needs: <Slot>' -ForEach @(
            @{ Slot = 'A3'; Why = '*filament 1 (PLA #EEEEEE)*slot A3, which has PETG*' }
            @{ Slot = 'A4'; Why = '*A4 is empty*' }
            @{ Slot = 'C1'; Why = "*no slot 'C1'*it has A1, A2, A3, A4, External*" }
        ) {
            $uploads = (Get-SimulatorState $cloud).completeUploads
            $fault = Get-Fault { Send-BambuPrint $p1s $three -AmsMapping @{ 1 = $Slot } }
            $fault.FullyQualifiedErrorId | Should -BeLike 'BambuCloud.FilamentMissing,*'
            $fault.TargetObject | Should -Be $p1s
            "$fault" | Should -BeLike $Why
            (Get-SimulatorState $cloud).completeUploads | Should -Be $uploads
        }

        It 'offers the slots of printers that were asked, with what is in them' {
            $null = Get-BambuFilament $p1s
            $offered = (TabExpansion2 "Send-BambuPrint 'P1S 1' x -AmsMapping ").CompletionMatches
            $offered[0].CompletionText | Should -Be 'Auto'
            ($offered | Where-Object CompletionText -EQ "@{ 1 = 'A2' }").ToolTip | Should -Be 'P1S 1 A2: PLA #161616, 70 %'
        }

        It 'takes no slots where all is to come from the external spool' {
            (Get-Fault { Send-BambuPrint $p1s $three -UseAms:$false -AmsMapping @{ 1 = 'A1' } }).FullyQualifiedErrorId |
                Should -BeLike 'BambuCloud.InvalidSetting,*'
        }

        It 'takes no mapping that names no slots: <Mapping>' -ForEach @(
            @{ Mapping = 'A1' }
            @{ Mapping = @{ x = 1 } }
            @{ Mapping = @{ 0 = 'A1' } }
            @{ Mapping = @{} }
        ) {
            { Send-BambuPrint $p1s $three -AmsMapping $Mapping } | Should -Throw -ErrorId 'ParameterArgumentTransformationError,*'
        }

        It 'refuses a file for another nozzle, and starts it with -Force' {
            $wide = New-PrintFile (Join-Path $folder 'wide.gcode.3mf') @{ Nozzle = '0.6' }
            $fault = Get-Fault { Send-BambuPrint $p1s $wide }
            $fault.FullyQualifiedErrorId | Should -BeLike 'BambuCloud.NozzleMismatch,*'
            "$fault" | Should -BeLike '*nozzle of 0.6 mm*one of 0.4 mm*-Force*'
            (Send-BambuPrint $p1s $wide -Force -WarningAction SilentlyContinue).DeviceId | Should -Be $p1s
        }

        It 'leaves the choice to the printer where a filament is missing and -Force is given' {
            $other = New-PrintFile (Join-Path $folder 'other.gcode.3mf') @{ Filaments = @{ Type = 'ABS'; Color = '#123456' } }
            (Get-Fault { Send-BambuPrint $p1s $other }).FullyQualifiedErrorId | Should -BeLike 'BambuCloud.FilamentMissing,*'
            (Send-BambuPrint $p1s $other -Force -WarningAction SilentlyContinue).Settings.AmsMapping | Should -BeNullOrEmpty
        }

        It 'warns of a spool with too little' {
            $large = New-PrintFile (Join-Path $folder 'large.gcode.3mf') @{ Grams = 900 }
            $null = Send-BambuPrint $p1s $large -WarningAction SilentlyContinue -WarningVariable warnings
            $warnings.Message | Should -BeLike "*'P1S 1 ($p1s)': slot A1 has some 800 g*takes 900 g."
        }

        It 'warns where the last print may still lie on the plate' {
            $null = Send-BambuPrint $p1s $cube
            Invoke-Simulator $cloud "printers/$p1s/cancel"
            $null = Wait-Condition -Because 'the print should be over' { (Get-BambuDevice $p1s).State -ne 'Running' }
            $null = Send-BambuPrint $p1s $cube -WarningAction SilentlyContinue -WarningVariable warnings
            $warnings.Message | Should -BeLike "The last print of 'P1S 1 ($p1s)' has ended (*), and the printer does not know*"
        }

        It 'prints the plate that was asked for, with its time and weight' {
            $job = Send-BambuPrint $p1s $forP1S -Plate 2
            $plate = (Get-BambuPrintFile $forP1S).Plates[1]
            $task = Get-BambuTask -First 1
            $task.TaskId | Should -Be $job.JobId
            $task.FilamentGrams | Should -Be $plate.FilamentGrams
            $task.EstimatedTime | Should -Be $plate.EstimatedTime
            $null = Wait-Condition -Because 'the printer should take it from A3' {
                "$((Get-BambuPrinterStatus $p1s).ActiveSlot)" -eq 'AMS 0/2'
            }
        }
    }

    Context 'with -WhatIf and -Confirm' {
        It 'sends nothing with -WhatIf' {
            $before = Get-SimulatorState $cloud
            $run = Invoke-Pipeline -Variables @{ cube = $cube } { Get-BambuDevice -Online | Send-BambuPrint -Path $cube -WhatIf }
            $after = Get-SimulatorState $cloud
            $run.Output | Should -BeNullOrEmpty
            $run.Error | Should -BeNullOrEmpty
            $run.Progress | Should -BeNullOrEmpty
            $after.completeUploads | Should -Be $before.completeUploads
            # The list of the printers is read by each cmdlet once, and the printers are asked whether they print.
            foreach ($state in $before, $after) {
                $state.requests.PSObject.Properties.Name -match '^MQTT |/user/bind$' |
                    ForEach-Object { $state.requests.PSObject.Properties.Remove($_) }
            }
            $after.requests | ConvertTo-Json | Should -Be ($before.requests | ConvertTo-Json)
        }

        It 'looks for the file with -WhatIf too' {
            $run = Invoke-Pipeline { Send-BambuPrint 'P1S 1' nowhere.3mf -WhatIf }
            $run.Error.FullyQualifiedErrorId | Should -BeLike 'BambuCloud.FileNotFound,*'
        }

        It 'tells with -WhatIf what would be refused' {
            $run = Invoke-Answered "Get-BambuDevice -Online | Send-BambuPrint -Path '$(Get-TestFile 'cube-p1s.gcode.3mf')' -Plate 1 -WhatIf"
            $run.Lines | Select-Object -Last 1 | Should -BeLike "*$p1s*$x1*"
            $run.Error.TargetObject | Should -Be $a1
            $run.Error.FullyQualifiedErrorId |
                Should -Be 'BambuCloud.PrinterModelMismatch,BambuCloud.Cmdlets.SendBambuPrint'
        }

        It 'starts with -Confirm:$false' {
            Send-BambuPrint $cube -DeviceId $p1s -Confirm:$false | Should -HaveCount 1
        }
    }

    Context 'on a console' {
        It 'shows a progress bar for the upload, and none of it in the output' {
            $run = Invoke-Pipeline -Variables @{ cube = $cube; id = $p1s } { Send-BambuPrint $cube -DeviceId $id }
            $run.Output | Should -HaveCount 1
            $run.Progress[-1].RecordType | Should -Be 'Completed'
        }

        It 'tells no secret with -Verbose and -Debug' {
            $run = Invoke-Pipeline -Variables @{ cube = $cube; id = $p1s } {
                Send-BambuPrint $cube -DeviceId $id -Verbose -Debug -Confirm:$false
            }
            $seen = ($run.Output + $run.Verbose + $run.Debug | Get-Appearance) -join "`n"
            $seen | Should -BeLike '*POST /v1/iot-service/api/user/print*'
            $seen | Should -Not -Match 'Signature|AWSAccessKeyId'
            $seen.Contains($cloud.AccessToken) | Should -BeFalse
        }
    }

    Context 'settings' {
        BeforeAll {
            $script:endpoint = Start-Endpoint @{
                'GET /v1/design-user-service/my/preference' = 200, '{"uid":42}'
                'GET /v1/iot-service/api/user/bind'         = 200, '{"devices":[{"dev_id":"P1S","name":"P1S","online":true}]}'
                'POST /v1/iot-service/api/user/print'       = 200, '{"code":0,"data":{"job_id":"0007","status":"queued"}}'
            }
            Connect-BambuCloud -AccessToken (ConvertTo-Token 'opaque') -ApiEndpoint $endpoint.ApiEndpoint
            function script:Get-Start { ($endpoint.Requests.ToArray() | Where-Object Request -Like 'POST *').Body }
            $script:file = [pscustomobject]@{ FileName = 'cube.gcode.3mf'; FileUrl = 'https://storage.example/cube.gcode.3mf' }
        }

        AfterAll {
            Stop-Endpoint $endpoint
            Connect-Simulator $cloud
        }

        BeforeEach {
            $endpoint.Requests.Clear()
        }

        It 'reach the cloud as numbers, whatever the culture (<_>)' -ForEach 'en-US', 'de-DE', 'tr-TR', 'ar-SA' {
            $run = Invoke-Pipeline -Culture $_ -Variables @{ file = $file } {
                $file | Send-BambuPrint -DeviceId 'P1S' -LayerHeight 0.2 -Infill 20 -Speed 100
            }
            $run.Thrown | Should -BeNullOrEmpty
            $run.Error | Should -BeNullOrEmpty
            $body = Get-Start
            $body | Should -HaveCount 1
            $body | Should -BeLike '*"layer_height":0.2,*'
            $settings = ($body | ConvertFrom-Json).settings
            $settings.layer_height | Should -Be 0.2
            $settings.infill | Should -Be 20
            $settings.speed | Should -Be 100
        }

        It 'may be further ones by their names' {
            $null = $file | Send-BambuPrint -DeviceId 'P1S' -Setting @{
                use_ams = $true; plate = 1; flow = 0.98; bed_type = 'textured'; ams_mapping = 0, -1
            }
            $settings = (Get-Start | ConvertFrom-Json).settings
            $settings.use_ams | Should -BeTrue
            $settings.plate | Should -Be 1
            $settings.flow | Should -Be 0.98
            $settings.bed_type | Should -Be 'textured'
            $settings.ams_mapping | Should -Be 0, -1
        }

        It 'are the words of the field, each in its kind' {
            $null = $file | Send-BambuPrint -DeviceId 'P1S' -UseAms:$false -BedType TexturedPeiPlate -BedLeveling Auto `
                -FlowCalibration Off -VibrationCalibration On -LayerInspect Off -Timelapse On
            $settings = (Get-Start | ConvertFrom-Json).settings
            $settings.use_ams, $settings.bed_leveling, $settings.flow_cali, $settings.vibration_cali, $settings.layer_inspect,
            $settings.timelapse | Should -Be $false, $true, $false, $true, $false, $true
            $settings.bed_type | Should -Be 'textured_plate'
            $settings.auto_bed_leveling, $settings.extrude_cali_flag | Should -Be 2, 0
        }

        It 'have slots that somebody names, in both forms' {
            $uploaded = New-Record BambuFile @{
                FileName = 'cube.gcode.3mf'; FileUrl = [uri] 'https://storage.example/cube.gcode.3mf'
                PrintFile = Get-BambuPrintFile (Get-TestFile 'cube-p1s.gcode.3mf')
            }
            $null = $uploaded | Send-BambuPrint -DeviceId 'P1S' -Plate 1 -AmsMapping @{ 1 = 'B3' }
            $settings = (Get-Start | ConvertFrom-Json).settings
            $settings.ams_mapping | Should -Be 6
            $settings.ams_mapping2.ams_id, $settings.ams_mapping2.slot_id | Should -Be 1, 2
        }

        It 'are refused before anything is sent where they are of the wrong kind: <Setting>' -ForEach @(
            @{ Setting = @{ timelapse = 'yes' } }
            @{ Setting = @{ use_ams = 1 } }
            @{ Setting = @{ ams_mapping = 'A1' } }
            @{ Setting = @{ plate_index = 0 } }
            @{ Setting = @{ anything = [double]::NaN } }
            @{ Setting = @{ anything = [datetime]::UnixEpoch } }
            @{ Setting = @{ list = @{ 1 = 1; [string] 1 = 2 } } }
        ) {
            $fault = Get-Fault { $file | Send-BambuPrint -DeviceId 'P1S' -Setting $Setting }
            $fault.FullyQualifiedErrorId | Should -BeLike 'BambuCloud.InvalidSetting,*'
            $endpoint.Requests | Should -BeNullOrEmpty
        }

        It 'may be switches, and the plate by its name' {
            $null = $file | Send-BambuPrint -DeviceId 'P1S' -Setting @{ timelapse = [switch] $true; plate_index = 2 }
            $body = Get-Start
            $body | Should -BeLike '*"timelapse":true*'
            ($body | ConvertFrom-Json).settings.plate_index | Should -Be 2
        }

        It 'are known in whatever letters, and sent in those of the service' {
            $null = $file | Send-BambuPrint -DeviceId 'P1S' -Speed 90 -Setting @{ TimeLapse = $true; Plate_Index = 2; SPEED = 50; Odd = 1 }
            $body = Get-Start
            foreach ($setting in '"timelapse":true', '"plate_index":2', '"speed":90', '"Odd":1') {
                $body | Should -BeLikeExactly "*$setting*"
            }
            $body | Should -Not -MatchExactly 'TimeLapse|Plate_Index|SPEED'
            (Get-Fault { $file | Send-BambuPrint -DeviceId 'P1S' -Setting @{ TimeLapse = 1 } }).FullyQualifiedErrorId |
                Should -BeLike 'BambuCloud.InvalidSetting,*'
        }

        It 'have the plate of -Plate' {
            $null = $file | Send-BambuPrint -DeviceId 'P1S' -Plate 2
            (Get-Start | ConvertFrom-Json).settings.plate_index | Should -Be 2
        }

        It 'are not sent when none is given' {
            $job = $file | Send-BambuPrint -DeviceId 'P1S'
            $job.JobId | Should -Be '0007'
            $body = Get-Start | ConvertFrom-Json
            $body.device_id | Should -Be 'P1S'
            $body.file_name | Should -Be 'cube.gcode.3mf'
            $body.file_url | Should -Be 'https://storage.example/cube.gcode.3mf'
            $body.PSObject.Properties.Name | Should -Not -Contain 'settings'
        }
    }

    Context 'an answer that is lost' {
        It 'is looked for among the cloud''s jobs, and the job is found; the start is sent once' {
            $before = Get-RequestCount $cloud 'POST /v1/iot-service/api/user/print'
            Add-SimulatorFault $cloud 'POST /v1/iot-service/api/user/print' Lost
            $job = Send-BambuPrint $cube -DeviceId $p1s -ErrorAction Stop
            $job.DeviceId | Should -Be $p1s
            (Get-BambuTask -TaskId $job.JobId).DeviceId | Should -Be $p1s
            (Get-RequestCount $cloud 'POST /v1/iot-service/api/user/print') - $before | Should -Be 1
        }

        It 'is not taken for the job of another file' {
            $before = Get-RequestCount $cloud 'POST /v1/iot-service/api/user/print'
            $null = Send-BambuPrint $cube -DeviceId $p1s
            Clear-Printer $cloud
            Add-SimulatorFault $cloud 'POST /v1/iot-service/api/user/print' Reset
            $fault = Get-Fault { Send-BambuPrint (Get-TestFile 'cube-p1s.gcode.3mf') -DeviceId $p1s }
            $fault.FullyQualifiedErrorId | Should -BeLike 'BambuCloud.PrintStartUnconfirmed,*'
            (Get-RequestCount $cloud 'POST /v1/iot-service/api/user/print') - $before | Should -Be 2
        }

        It 'is told as a start that nobody can be sure of, and it is sent once' {
            $endpoint = Start-Endpoint @{
                'GET /v1/design-user-service/my/preference' = 200, '{"uid":42}'
                'GET /v1/iot-service/api/user/bind'         = 200, '{"devices":[{"dev_id":"P1S","name":"P1S","online":true}]}'
                'POST /v1/iot-service/api/user/print'       = 502, '{"code":502,"message":"Bad gateway"}'
            }
            try {
                Connect-BambuCloud -AccessToken (ConvertTo-Token 'opaque') -ApiEndpoint $endpoint.ApiEndpoint
                $fault = Get-Fault { Send-BambuPrint -DeviceId 'P1S' -FileUrl 'https://storage.example/a.3mf' -FileName 'a.3mf' }
                $fault.FullyQualifiedErrorId | Should -BeLike 'BambuCloud.PrintStartUnconfirmed,*'
                $fault.TargetObject | Should -Be 'P1S'
                "$fault" | Should -BeLike "*'a.3mf'*'P1S'*may have begun*"
                $endpoint.Requests.ToArray() | Where-Object Request -Like 'POST *' | Should -HaveCount 1
                $endpoint.Requests.ToArray() | Where-Object Request -EQ 'GET /v1/iot-service/api/user/print' | Should -Not -BeNullOrEmpty
            }
            finally {
                Stop-Endpoint $endpoint
                Connect-Simulator $cloud
            }
        }
    }

    Context 'the live cloud' {
        BeforeAll {
            $script:live = Start-Simulator -ApiProfile live -Connect
        }

        AfterAll {
            Stop-Simulator $live
            Connect-Simulator $cloud
        }

        It 'starts no print, and the error says why and what to do' {
            $output = Send-BambuPrint $cube -DeviceId $live.Devices[0] -ErrorAction SilentlyContinue -ErrorVariable faults
            $output | Should -BeNullOrEmpty
            $faults | Should -HaveCount 1
            $faults[0].FullyQualifiedErrorId | Should -BeLike 'BambuCloud.PrintStartNotAllowed,*'
            $faults[0].CategoryInfo.Category | Should -Be 'PermissionDenied'
            $faults[0].TargetObject | Should -Be $live.Devices[0]
            "$($faults[0])" | Should -BeLike "*HTTP 405*Nothing was started on 'P1S 1 ($($live.Devices[0]))'*Connect-BambuPrinter*"
        }
    }
}

Describe 'Send-BambuPrint with -Wait' {
    BeforeAll {
        $script:fast = Start-Simulator -Speed 1000 -Connect # The cube takes less than a second.
    }

    AfterAll {
        Stop-Simulator $fast
        Connect-Simulator $cloud
    }

    It 'prints on all printers that are online, and gives how each print ended' {
        $before = Get-SimulatorState $fast
        $results = Get-BambuDevice -Online | Send-BambuPrint -Path $cube -Wait
        $results | Should -BeOfType BambuCloud.BambuPrintResult
        $results.DeviceId | Sort-Object | Should -Be ($p1s, $x1, $a1 | Sort-Object)
        $results.Outcome | Should -Be 'Finished', 'Finished', 'Finished'
        (Get-SimulatorState $fast).completeUploads | Should -Be ($before.completeUploads + 1)
    }

    It 'waits for those that began, and names the one that is offline' {
        $results = Get-BambuDevice -DeviceId $offline, $p1s |
            Send-BambuPrint -Path $cube -Wait -ErrorAction SilentlyContinue -ErrorVariable faults
        $results.DeviceId | Should -Be $p1s
        $results.Outcome | Should -Be 'Finished'
        $faults | Should -HaveCount 1
        $faults[0].FullyQualifiedErrorId | Should -BeLike 'BambuCloud.DeviceOffline,*'
    }

    It 'says how a print ended that somebody cancelled or that failed, and warns of broken reports' {
        Connect-Simulator $cloud
        Clear-Printer $cloud
        $send = New-Pipeline -Variables @{ cube = $cube; ids = $p1s, $x1 } { $ids | Send-BambuPrint -Path $cube -Wait }
        try {
            $output = [Management.Automation.PSDataCollection[psobject]]::new()
            $running = $send.BeginInvoke([Management.Automation.PSDataCollection[psobject]]::new(), $output)
            $null = Wait-Condition -Because 'both prints should be seen' {
                @($send.Streams.Progress.Activity | Where-Object { $_ -like '*: cube' } | Sort-Object -Unique).Count -eq 2
            }
            Invoke-Simulator $cloud "printers/$p1s/garble"
            Invoke-Simulator $cloud "printers/$p1s/cancel"
            Invoke-Simulator $cloud "printers/$x1/fail"
            $null = Wait-Condition -Because 'the wait should end' { $running.IsCompleted }
            $send.Streams.Error.FullyQualifiedErrorId | Should -Be (@('BambuCloud.PrintNotFinished,BambuCloud.Cmdlets.SendBambuPrint') * 2)
            $send.Streams.Error.TargetObject.DeviceId | Sort-Object | Should -Be ($p1s, $x1 | Sort-Object)
            $send.Streams.Warning | Should -HaveCount 1
            $send.Streams.Warning[0].Message | Should -BeLike "*'P1S 1 ($p1s)'*no JSON*"
            ($output | Sort-Object { $_.DeviceId -eq $x1 }).Outcome | Should -Be 'Cancelled', 'Failed'
        }
        finally {
            $send.Dispose()
            Connect-Simulator $fast
        }
    }

    It 'starts nothing and waits for nothing with -WhatIf' {
        $before = Get-RequestCount $fast 'POST /v1/iot-service/api/user/print'
        $run = Invoke-Pipeline -Variables @{ cube = $cube } { Get-BambuDevice -Online | Send-BambuPrint -Path $cube -Wait -WhatIf }
        $run.Output + $run.Error | Should -BeNullOrEmpty
        Get-RequestCount $fast 'POST /v1/iot-service/api/user/print' | Should -Be $before
    }

    It 'gives a print that goes on after -TimeoutSec, which is an error too' {
        Connect-Simulator $cloud
        Clear-Printer $cloud
        try {
            $result = Send-BambuPrint $p1s $cube -Wait -TimeoutSec 1 -ErrorAction SilentlyContinue -ErrorVariable faults
            $result.TimedOut | Should -BeTrue
            $result.EndTime | Should -BeNullOrEmpty
            $result.Outcome | Should -BeIn 'Preparing', 'Running', 'Unknown'
            $faults.FullyQualifiedErrorId | Should -Be 'BambuCloud.WaitTimedOut,BambuCloud.Cmdlets.SendBambuPrint'
            $faults.TargetObject | Should -Be $result
        }
        finally {
            Clear-Printer $cloud
            Connect-Simulator $fast
        }
    }
}
