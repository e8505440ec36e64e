#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.5.0' }

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'Simulator.psm1') -Force
    Disconnect-BambuCloud # It needs no session.
    $script:cube = Get-TestFile
    $script:forP1S = Get-TestFile 'cube-p1s.gcode.3mf'
    $script:unsliced = Get-TestFile 'cube-unsliced.3mf'
    $script:folder = (Get-Item 'TestDrive:/').FullName

    # A 3MF archive with these entries.
    function ConvertTo-Archive([string] $Name, [Collections.IDictionary] $Entry) {
        $path = Join-Path $folder $Name
        $archive = [IO.Compression.ZipFile]::Open($path, 'Create')
        try {
            foreach ($one in $Entry.Keys) {
                $writer = [IO.StreamWriter]::new($archive.CreateEntry($one).Open())
                $writer.Write($Entry[$one])
                $writer.Dispose()
            }
        }
        finally {
            $archive.Dispose()
        }
        $path
    }
}

Describe 'Get-BambuPrintFile' {
    Context 'a good file' {
        It 'is shown with plates, printer, nozzle, time and filaments' {
            $file = Get-BambuPrintFile $forP1S
            $file | Should -BeOfType BambuCloud.BambuPrintFile
            $file.FileName | Should -Be 'cube-p1s.gcode.3mf'
            $file.Length | Should -Be (Get-Item -LiteralPath $forP1S).Length
            $file.Sliced | Should -BeTrue
            $file.ThumbnailCount | Should -Be 2
            $file.Plates.Index | Should -Be 1, 2
            $file.Plates.ModelCode | Should -Be 'C12', 'C12'
            $file.Plates[0].NozzleDiameters | Should -Be 0.4
            $file.Plates[1].EstimatedTime | Should -Be ($file.Plates[0].EstimatedTime * 2)
            $file.Plates.Filaments.Material | Should -Be 'PLA', 'PETG'
            $file.Plates[1].Filaments[0].Color | Should -Be '#0086D6'
            $file.Plates[1].Filaments[0].Grams | Should -Be 4.52
            $file.Plates[1].Filaments[0].Meters | Should -Be 1.52
        }

        It 'has no printer model where it names none' {
            $file = Get-BambuPrintFile $cube
            $file.Sliced | Should -BeTrue
            $file.Plates | Should -HaveCount 1
            $file.Plates.ModelCode | Should -BeNullOrEmpty
        }

        It 'may be a project that is not sliced, and says so' {
            (Get-BambuPrintFile $unsliced).Sliced | Should -BeFalse
        }

        It 'may be G-code, which is one plate with what its comments say' {
            Set-Content -LiteralPath 'TestDrive:/a.gcode' -Value '; printer_model = Bambu Lab A1', '; total layer number: 7', 'G28'
            $file = Get-BambuPrintFile 'TestDrive:/a.gcode'
            $file.Sliced | Should -BeTrue
            $file.Model | Should -Be 'A1'
            $file.Plates.TotalLayers | Should -Be 7
        }

        It 'has objects with the ids that skipping needs' {
            $info = '<config><plate><metadata key="index" value="2"/><object identify_id="206" name="lid" skipped="true"/></plate></config>'
            $path = ConvertTo-Archive 'objects.3mf' @{ 'Metadata/plate_2.gcode' = "G28`nG1 X1"; 'metadata/Slice_Info.config' = $info }
            $object = Get-BambuPrintFile $path | Select-Object -ExpandProperty Plates | Select-Object -ExpandProperty Objects
            $object.ObjectId, $object.Name, $object.Skipped | Should -Be 206, 'lid', $true
        }

        It 'shows all of it in a list' {
            $list = (Get-BambuPrintFile $forP1S).Plates[0] | Format-List | Out-String
            $list | Should -BeLike '*EstimatedTime*TotalLayers*BedType*Filaments*Objects*HasThumbnail*'
        }

        It 'reads numbers alike in any culture (<_>)' -ForEach 'en-US', 'de-DE', 'ar-SA' {
            $run = Invoke-Pipeline -Culture $_ -Variables @{ file = $forP1S } { Get-BambuPrintFile $file }
            $run.Output.Plates[1].Filaments[0].Grams | Should -Be 4.52
        }
    }

    Context 'several files' {
        It 'come by wildcards, from Get-ChildItem and as paths' {
            $data = Split-Path $cube
            (Get-BambuPrintFile (Join-Path $data '*.3mf')).FileName | Should -HaveCount 3
            (Get-ChildItem -LiteralPath $data -Filter *.3mf | Get-BambuPrintFile | Where-Object Sliced).FileName | Sort-Object |
                Should -Be 'cube-p1s.gcode.3mf', 'cube.gcode.3mf'
            ($cube, $forP1S | Get-BambuPrintFile).FileName | Should -Be 'cube.gcode.3mf', 'cube-p1s.gcode.3mf'
        }

        It 'are all shown but those that cannot be' {
            $files = $cube, 'TestDrive:/none.3mf', $forP1S | Get-BambuPrintFile -ErrorAction SilentlyContinue -ErrorVariable faults
            $files | Should -HaveCount 2
            $faults | Should -HaveCount 1
            $faults[0].FullyQualifiedErrorId | Should -Be 'BambuCloud.FileNotFound,BambuCloud.Cmdlets.GetBambuPrintFile'
            $faults[0].TargetObject | Should -Be 'TestDrive:/none.3mf'
        }

        It 'takes the exact name with -LiteralPath' {
            $path = Join-Path $folder 'cube [1].3mf'
            Copy-Item -LiteralPath $cube -Destination $path
            (Get-BambuPrintFile -LiteralPath $path).FileName | Should -Be 'cube [1].3mf'
        }

        It 'go on to a print by what is inside' {
            $fitting = Get-ChildItem -LiteralPath (Split-Path $cube) -Filter *.3mf | Get-BambuPrintFile |
                Where-Object { $_.Plates.ModelCode -contains 'C12' }
            $fitting.Path | Should -Be (Get-Item -LiteralPath $forP1S).FullName
        }
    }

    Context 'a file whose words about itself are broken' {
        It 'is read without them: <Info>' -ForEach @(
            @{ Info = '<config><plate>' }
            @{ Info = "<!DOCTYPE c [<!ENTITY a SYSTEM 'file:///etc/passwd'>]><config>&a;</config>" }
        ) {
            $path = ConvertTo-Archive "$(New-Guid).3mf" @{ 'Metadata/slice_info.config' = $Info; 'Metadata/plate_1.gcode' = "G28`nG1 X1" }
            (Get-BambuPrintFile $path).Plates.Index | Should -Be 1
        }
    }

    Context 'a file that is none' {
        BeforeAll {
            Set-Content -LiteralPath 'TestDrive:/text.3mf' -Value 'no archive'
            [IO.File]::WriteAllBytes((Join-Path $folder 'cut.3mf'), [IO.File]::ReadAllBytes($cube)[0..4999])
            $null = ConvertTo-Archive 'out.3mf' @{ '../outside.gcode' = 'G28' }
        }

        It 'is refused: <Name>' -ForEach @(
            @{ Name = 'text.3mf'; Why = '*no 3MF archive*' }
            @{ Name = 'cut.3mf'; Why = '*cut short*' }
            @{ Name = 'out.3mf'; Why = '*leads out*' }
        ) {
            $fault = Get-Fault { Get-BambuPrintFile "TestDrive:/$Name" }
            $fault | Should -HaveCount 1
            $fault.FullyQualifiedErrorId | Should -Be 'BambuCloud.NotAPrintFile,BambuCloud.Cmdlets.GetBambuPrintFile'
            $fault.CategoryInfo.Category | Should -Be 'InvalidData'
            "$fault" | Should -BeLike "*$Name*"
            "$fault" | Should -BeLike $Why
        }
    }

    Context 'on a console' {
        It 'can be exported as JSON' {
            (Get-BambuPrintFile $forP1S | ConvertTo-Json -Depth 5 | ConvertFrom-Json).Plates[1].Filaments[0].Material | Should -Be 'PETG'
        }
    }
}
