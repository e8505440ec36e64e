#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.5.0' }

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'Simulator.psm1') -Force
    Disconnect-BambuCloud # It needs no session.
    $script:folder = (Get-Item 'TestDrive:/').FullName
    $script:picture = [byte[]] (0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 1, 2, 3)
    $script:file = New-PrintFile (Join-Path $folder 'boxes.gcode.3mf') @{ Index = 2 }, @{ Index = 5 } -Picture $picture
}

Describe 'Export-BambuThumbnail' {
    BeforeEach {
        $script:target = (New-Item -ItemType Directory -Path (Join-Path $folder (New-Guid))).FullName
    }

    It 'writes the picture of each plate, and gives the files' {
        $files = Export-BambuThumbnail $file -Destination $target
        $files | Should -BeOfType System.IO.FileInfo
        $files.PSPath | Should -Be (Get-Item $files).PSPath
        $files.Name | Should -Be 'boxes_plate_2.png', 'boxes_plate_5.png'
        [IO.File]::ReadAllBytes($files[0]) | Should -Be $picture
    }

    It 'writes the plates of -Plate, into the current folder' {
        Push-Location $target
        try {
            (Export-BambuThumbnail $file -Plate 5).DirectoryName | Should -Be $target
        }
        finally {
            Pop-Location
        }
        (Get-ChildItem $target).Name | Should -Be 'boxes_plate_5.png'
    }

    It 'takes files from the pipeline' {
        (Get-Item $file | Export-BambuThumbnail -Destination $target).Name | Should -HaveCount 2
        (Get-BambuPrintFile $file | Export-BambuThumbnail -Destination $target -Force).Name | Should -HaveCount 2
    }

    It 'writes nothing over without -Force' {
        $null = Export-BambuThumbnail $file -Plate 2 -Destination $target
        $fault = Get-Fault { Export-BambuThumbnail $file -Plate 2 -Destination $target }
        $fault.FullyQualifiedErrorId | Should -Be 'BambuCloud.FileExists,BambuCloud.Cmdlets.ExportBambuThumbnail'
        (Export-BambuThumbnail $file -Plate 2 -Destination $target -Force).Name | Should -Be 'boxes_plate_2.png'
    }

    It 'writes nothing with -WhatIf' {
        Export-BambuThumbnail $file -Destination $target -WhatIf | Should -BeNullOrEmpty
        Get-ChildItem $target | Should -BeNullOrEmpty
    }

    It 'tells of what has no picture, and goes on' {
        Set-Content -LiteralPath (Join-Path $folder 'a.gcode') -Value 'G28', 'G1 X1'
        $files = Export-BambuThumbnail (Join-Path $folder 'a.gcode'), $file -Plate 2, 9 -Destination $target -ErrorAction SilentlyContinue `
            -ErrorVariable faults
        $files.Name | Should -Be 'boxes_plate_2.png'
        $faults.FullyQualifiedErrorId | Should -Be (@('BambuCloud.ThumbnailMissing,BambuCloud.Cmdlets.ExportBambuThumbnail') * 3)
    }

    It 'tells once of a folder that there is not' {
        $fault = Get-Fault { $file, $file | Export-BambuThumbnail -Plate 1, 2 -Destination (Join-Path $folder none) }
        $fault | Should -HaveCount 1
        $fault.FullyQualifiedErrorId | Should -BeLike 'BambuCloud.FileNotFound,*'
        $fault.TargetObject | Should -Be (Join-Path $folder none)
    }

    It 'writes a plate that is named twice once' {
        Export-BambuThumbnail $file -Plate 2, 2 -Destination $target -Force | Should -HaveCount 1
    }
}
