#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.5.0' }

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'Simulator.psm1') -Force
    $script:top = Split-Path (Split-Path $PSScriptRoot)
    $script:version = (Import-PowerShellDataFile ([IO.Path]::Combine($top, 'BambuCloud.psd1'))).ModuleVersion
    $script:destination = Join-Path $TestDrive 'package of today'
    $script:folder = [IO.Path]::Combine($destination, 'BambuCloud', $version)
    $script:manifest = Join-Path $folder 'BambuCloud.psd1'
    $script:nupkg = Join-Path $destination "BambuCloud.$version.nupkg"

    $script:symbols = [IO.Path]::Combine($destination, 'symbols', $version)

    # What an earlier run left, which must not come along,
    $stale = [IO.Path]::Combine($folder, 'lib', 'Stale.dll'), (Join-Path $symbols 'Stale.pdb'), $nupkg
    # and what is not of this version: an installed one, a build to import, what others keep at the destination.
    $script:kept = @(
        [IO.Path]::Combine('BambuCloud', '0.0.1', 'BambuCloud.psd1'),
            [IO.Path]::Combine('BambuCloud', 'BambuCloud.psd1'), 'BambuCloud.0.0.1.nupkg'
        [IO.Path]::Combine('symbols', '0.0.1', 'BambuCloud.Model.pdb'),
            [IO.Path]::Combine('symbols', 'mine.pdb'), [IO.Path]::Combine('Pester', 'Pester.psd1')
    ) | ForEach-Object { Join-Path $destination $_ }
    foreach ($file in $stale + $kept) {
        $null = New-Item -ItemType File -Path $file -Value 'as it was' -Force
    }

    # What was built last is packed, in whichever configuration.
    $script:built =
        Get-ChildItem -Path ([IO.Path]::Combine($top, 'src', 'BambuCloud.PowerShell', 'bin', '*', 'net8.0', 'BambuCloud.PowerShell.dll')) |
        Sort-Object LastWriteTime -Descending | Select-Object -First 1 | ForEach-Object Directory
    $script:configuration = $built.Parent.Name
    $said = & (Get-PowerShellPath) -NoProfile -NonInteractive -File (Join-Path $top 'build.ps1') `
        -Task Package -NoBuild -Configuration $configuration `
        -Destination $destination 2>&1
    if ($LASTEXITCODE -ne 0) {
        throw "There is no package: $said"
    }

    function Get-PackedFile {
        Get-ChildItem -LiteralPath $folder -Recurse -File -Force |
            ForEach-Object { [IO.Path]::GetRelativePath($folder, $_.FullName).Replace('\', '/') }
    }
}

Describe 'The package' {
    It 'stands beside whatever was at the destination, and takes the place of its own version alone' {
        foreach ($file in $kept) {
            $file | Should -FileContentMatchExactly '^as it was$'
        }
        $own = Get-ChildItem -LiteralPath $destination -Recurse -File | Where-Object FullName -NotIn $kept
        $own.FullName | Where-Object { $_ -ne $nupkg -and -not $_.StartsWith($folder) -and -not $_.StartsWith($symbols) } |
            Should -BeNullOrEmpty
        Get-ChildItem -LiteralPath $destination -Recurse -Filter 'Stale.*' | Should -BeNullOrEmpty
    }

    It 'has a manifest that Test-ModuleManifest has nothing to say about' {
        $said = Test-ModuleManifest -Path $manifest 3>&1 2>&1
        $said | Should -HaveCount 1
        $said | Should -BeOfType psmoduleinfo
        $said.Version | Should -Be ([version]$version)
    }

    It 'lists exactly its files' {
        $listed = (Import-PowerShellDataFile -LiteralPath $manifest).FileList
        $listed | Sort-Object | Should -Be @(Get-PackedFile | Sort-Object)
    }

    It 'has manifest, licences, views, help and assemblies, and nothing else' {
        $ours = '^(BambuCloud\.psd1|LICENSE|lib/[\w.]+\.LICENSE\.txt|BambuCloud\.(Format|Types)\.ps1xml|' +
            'en-US/(.+-Help\.xml|about_\w+\.help\.txt)|(lib/)?[\w.]+\.dll)$'
        foreach ($file in Get-PackedFile) {
            $file | Should -Match $ours
        }
    }

    It 'has every assembly that the build made or needed' {
        $built = 'BambuCloud.Client', 'BambuCloud.Board' | ForEach-Object {
            (Get-ChildItem -LiteralPath ([IO.Path]::Combine($top, 'src', $_, 'bin', $configuration, 'net8.0')) -Filter *.dll).Name
        }
        $needed = @(
            $built | Where-Object { $_ -ne 'BambuCloud.Model.dll' } | ForEach-Object { "lib/$_" }
            'BambuCloud.Model.dll', 'BambuCloud.PowerShell.dll'
        )
        Get-PackedFile | Where-Object { $_ -like '*.dll' } | Sort-Object | Should -Be @($needed | Sort-Object)
    }

    It 'has the licence of every library of others' {
        foreach ($file in Get-PackedFile | Where-Object { $_ -like 'lib/*.dll' -and $_ -notlike 'lib/BambuCloud*' }) {
            Join-Path $folder ($file -replace '\.dll$', '.LICENSE.txt') | Should -FileContentMatch 'Copyright \(c\)'
        }
    }

    It 'has the symbols apart, of each assembly that is ours' {
        $ours = Get-ChildItem -LiteralPath $folder -Recurse -Filter 'BambuCloud*.dll' |
            ForEach-Object { [IO.Path]::ChangeExtension($_.Name, '.pdb') }
        (Get-ChildItem -LiteralPath $symbols).Name | Sort-Object | Should -Be @($ours | Sort-Object)
    }

    It 'says what the gallery shows' {
        $data = (Test-ModuleManifest -Path $manifest).PrivateData.PSData
        $data.Tags | Should -Contain 'PSEdition_Core'
        foreach ($link in $data.LicenseUri, $data.ProjectUri, $data.IconUri) {
            $link | Should -Match '^https://'
        }
        # The picture and the licence that the links lead to.
        foreach ($link in $data.LicenseUri, $data.IconUri) {
            Join-Path $top ($link -replace '^.*/main/', '') | Should -Exist
        }
    }

    It 'has the changelog''s topmost section as release notes, word for word' {
        $notes = (Import-PowerShellDataFile -LiteralPath $manifest).PrivateData.PSData.ReleaseNotes
        $notes.Length | Should -BeGreaterThan 100
        $notes | Should -Not -Match '(?m)^## '
        $changes = Get-Content -LiteralPath (Join-Path $top 'CHANGELOG.md') -Raw
        ($changes -split '(?m)^## .*\n')[1].Trim() | Should -BeExactly $notes
    }

    It 'imports in a PowerShell of its own, with the cmdlets that the build has' {
        $here = (Get-Command -Module BambuCloud).Name | Sort-Object
        $script = "Import-Module '$manifest' -ErrorAction Stop; (Get-Command -Module BambuCloud).Name | Sort-Object"
        $there = & (Get-PowerShellPath) -NoProfile -NonInteractive -Command $script
        $there | Should -Be $here
        $here.Count | Should -BeGreaterThan 20
    }

    It 'has all that a cmdlet needs' {
        $script = "Import-Module '$manifest' -ErrorAction Stop; (Get-BambuPrintFile '$(Get-TestFile)').Plates.Count; " +
            '(Get-Help Get-BambuPrintFile).Synopsis'
        $count, $synopsis = & (Get-PowerShellPath) -NoProfile -NonInteractive -Command $script
        $count | Should -Be '1'
        $synopsis | Should -Be (Get-Help Get-BambuPrintFile).Synopsis
    }
}

Describe 'The nupkg' {
    BeforeAll {
        $script:unpacked = Join-Path $TestDrive 'unpacked'
        [IO.Compression.ZipFile]::ExtractToDirectory($nupkg, $unpacked)
        $script:nuspec = [xml](Get-Content -LiteralPath (Join-Path $unpacked 'BambuCloud.nuspec') -Raw)
    }

    It 'holds the same files as the folder' {
        $files = @(Get-PackedFile | Sort-Object)
        $ofNuGet = '_rels/*', 'package/*', '`[Content_Types`].xml', 'BambuCloud.nuspec'
        $held = Get-ChildItem -LiteralPath $unpacked -Recurse -File -Force |
            ForEach-Object { [IO.Path]::GetRelativePath($unpacked, $_.FullName).Replace('\', '/') } |
            Where-Object { $name = $_; -not ($ofNuGet | Where-Object { $name -like $_ }) }
        $held | Sort-Object | Should -Be $files
        foreach ($file in $files) {
            (Get-FileHash -LiteralPath (Join-Path $unpacked $file)).Hash |
                Should -Be (Get-FileHash -LiteralPath (Join-Path $folder $file)).Hash
        }
    }

    It 'says what the manifest says' {
        $said = $nuspec.package.metadata
        $data = (Import-PowerShellDataFile -LiteralPath $manifest).PrivateData.PSData
        $said.id | Should -BeExactly 'BambuCloud'
        $said.version | Should -Be $version
        $said.licenseUrl | Should -Be $data.LicenseUri
        $said.projectUrl | Should -Be $data.ProjectUri
        $said.iconUrl | Should -Be $data.IconUri
        $said.releaseNotes | Should -BeExactly $data.ReleaseNotes
        $said.tags -split ' ' | Should -Be (@('PSModule') + $data.Tags)
    }
}
