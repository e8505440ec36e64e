#!/usr/bin/env pwsh

<#
.SYNOPSIS
    Builds, tests, measures and shows BambuCloud. It is the PowerShell door to what dotnet, Pester and PSScriptAnalyzer do.
.EXAMPLE
    ./build.ps1 -Task Test

    Builds everything and runs every test. The exit code is not 0 when one fails.
#>
[CmdletBinding()]
param(
    # Build   builds everything; the module to import stands in artifacts/BambuCloud.
    # Test    builds, then runs dotnet's tests, Pester's and the analysis, and goes on when one of them fails.
    # Pester  runs Pester's tests against what is built, side by side on all processors.
    # Soak    builds, then does what takes too long for every run: it fuzzes with twenty times the cases, and watches fleets with faults.
    # Analyze looks for what PSScriptAnalyzer finds in scripts and manifests.
    # Docs    makes the help files of the module from the pages in docs/en-US.
    # Package makes what is published (in Release, unless -Configuration says otherwise): the module in a folder of its version, the same as
    #         nupkg, and the symbols apart.
    # Bench   measures (always in Release).
    # Demo    shows the main job against a simulated cloud.
    [Parameter(Position = 0)]
    [ValidateSet('Build', 'Test', 'Pester', 'Soak', 'Analyze', 'Docs', 'Package', 'Bench', 'Demo')]
    [string[]] $Task = 'Build',

    [ValidateSet('Debug', 'Release')]
    [string] $Configuration = 'Debug',

    # Where Package puts what it makes.
    [string] $Destination = (Join-Path $PSScriptRoot 'artifacts' 'package'),

    # Lets Package take what was built before.
    [switch] $NoBuild
)

Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'
$PSNativeCommandUseErrorActionPreference = $false # Exit codes are looked at below, with words.

$options = @('--configuration', $Configuration)
$packed = $PSBoundParameters.ContainsKey('Configuration') ? $Configuration : 'Release'
$packages = $PSCmdlet.GetUnresolvedProviderPathFromPSPath($Destination)

function Invoke-DotNet {
    & dotnet @args
    if ($LASTEXITCODE -ne 0) {
        throw "'dotnet $args' failed with exit code $LASTEXITCODE."
    }
}

# Loads a module that requirements.psd1 names. Only where it is missing, the gallery is asked for it.
function Import-Tool([string] $Name) {
    $requirement = (Import-PowerShellDataFile -LiteralPath (Join-Path $PSScriptRoot 'requirements.psd1'))[$Name]
    $least = [version]($requirement.version -replace '^\[([\d.]+), \)$', '$1')
    if (-not (Get-Module -ListAvailable -Name $Name | Where-Object Version -GE $least)) {
        Write-Information "$Name $least or newer is missing: it is installed from $($requirement.repository)." -InformationAction Continue
        try {
            Install-PSResource -RequiredResource @{ $Name = $requirement } -TrustRepository -Scope CurrentUser -Quiet -ErrorAction Stop
        }
        catch {
            throw "$Name $least or newer is needed, and could not be installed from $($requirement.repository): $_"
        }
    }
    Import-Module -Name $Name -MinimumVersion $least
}

function Invoke-Build {
    Invoke-DotNet build @options
}

function Invoke-UnitTest {
    Invoke-DotNet test @options --no-build
}

# One process a processor, each of which takes the next file that nobody has taken; the longest files come first. They load the module as it
# was just built, and leave it when they end. What Pester says of a file is written at once, so that no two files' lines mix.
function Invoke-PesterTest {
    Import-Tool Pester
    $results = Join-Path $PSScriptRoot 'artifacts' 'test-results'
    $null = New-Item -ItemType Directory -Path $results -Force
    Remove-Item -Path (Join-Path $results 'pester*.xml')
    $taken = [IO.Directory]::CreateTempSubdirectory('bambu-pester-').FullName
    $worker = {
        param([string] $Results, [string] $Taken)
        Import-Module -Name Pester -MinimumVersion 5.5
        $failed = 0
        foreach ($file in Get-ChildItem -Path 'tests/pester' -Filter '*.Tests.ps1' | Sort-Object Length -Descending) {
            try {
                [IO.File]::Open((Join-Path $Taken $file.Name), 'CreateNew').Dispose()
            }
            catch [IO.IOException] {
                continue
            }
            $settings = New-PesterConfiguration
            $settings.Run.Path = $file.FullName
            $settings.Run.PassThru = $true
            $settings.Output.Verbosity = 'Normal'
            $settings.TestResult.Enabled = $true
            $settings.TestResult.OutputPath = Join-Path $Results "pester-$($file.BaseName).xml"
            $said = Invoke-Pester -Configuration $settings 6>&1 |
                ForEach-Object { if ($_ -is [Management.Automation.InformationRecord]) { "$_" } else { $run = $_ } }
            [Console]::Out.WriteLine($said -join "`n")
            $failed += [int]($run.Result -ne 'Passed')
        }
        exit $failed
    }
    # PowerShell as a dotnet tool has no program beside its assemblies: the one of the PATH it is then.
    $own = Join-Path $PSHOME ($IsWindows ? 'pwsh.exe' : 'pwsh')
    $program = (Test-Path -LiteralPath $own) ? $own : 'pwsh'
    $command = "& { $worker } '$results' '$taken'"
    try {
        $failed = 0
        1..[Environment]::ProcessorCount | ForEach-Object -ThrottleLimit ([Environment]::ProcessorCount) -Parallel {
            & $using:program -NoProfile -NonInteractive -Command $using:command
            [int] $LASTEXITCODE
        } | ForEach-Object { if ($_ -is [int]) { $failed += $_ } else { Out-Host -InputObject $_ } }
    }
    finally {
        Remove-Item -LiteralPath $taken -Recurse
    }
    if ($failed) {
        throw "Pester failed in $failed files."
    }
}

# The soak of the fleet is a measurement, and that is made in Release.
function Invoke-Soak {
    $before = $env:BAMBU_SOAK
    $env:BAMBU_SOAK = '1'
    try {
        Invoke-DotNet test @options --no-build --project tests/BambuCloud.Client.Tests -- --filter-trait 'Fuzzing=*'
    }
    finally {
        $env:BAMBU_SOAK = $before
    }
    Invoke-DotNet run --configuration Release --project tests/BambuCloud.Benchmarks -- soak --minutes 3
    Invoke-DotNet run --configuration Release --project tests/BambuCloud.Benchmarks -- soak --minutes 2 --lan
}

function Invoke-Analysis {
    Import-Tool PSScriptAnalyzer
    # The manifest names files that stand beside it only in the built module.
    $manifest = Join-Path $PSScriptRoot 'artifacts' 'BambuCloud' 'BambuCloud.psd1'
    $scripts = Get-ChildItem -LiteralPath $PSScriptRoot -Recurse -File -Include *.ps1, *.psm1, *.psd1 | Where-Object {
        $_.Name -ne 'BambuCloud.psd1' -and
            [IO.Path]::GetRelativePath($PSScriptRoot, $_.FullName) -notmatch '(^|[\\/])(bin|obj|artifacts)[\\/]'
    }
    $found = @($manifest) + $scripts.FullName | ForEach-Object { Invoke-ScriptAnalyzer -Path $_ -Severity Warning, Error }
    if ($found) {
        $found | Format-Table -AutoSize -Wrap -Property RuleName, Severity, ScriptName, Line, Message | Out-Host
        throw "PSScriptAnalyzer is not content ($(@($found).Count))."
    }
    Write-Information 'PSScriptAnalyzer found nothing.' -InformationAction Continue
}

function Invoke-HelpBuild {
    Import-Tool Microsoft.PowerShell.PlatyPS
    $made = Join-Path 'artifacts' 'help'
    $file = Get-ChildItem -Path 'docs/en-US' -Filter '*-*.md' | Sort-Object Name |
        ForEach-Object { Import-MarkdownCommandHelp -Path $_.FullName } |
        Export-MamlCommandHelp -OutputFolder $made -Force
    $help = [xml]::new()
    $help.Load($file.FullName)
    ConvertTo-ConsoleHelp $help
    $target = Join-Path $PSScriptRoot 'src' 'BambuCloud.PowerShell' 'en-US' $file.Name
    $null = New-Item -ItemType Directory -Path (Split-Path $target) -Force
    $form = [Xml.XmlWriterSettings]@{ Indent = $true; NewLineChars = "`n"; Encoding = [Text.UTF8Encoding]::new($false) }
    $writer = [Xml.XmlWriter]::Create($target, $form)
    try {
        $help.Save($writer)
        $writer.WriteRaw("`n")
    }
    finally {
        $writer.Dispose()
    }
    $count = $help.GetElementsByTagName('command:command').Count
    Write-Information "The help of $count cmdlets stands in $target; a build lays it beside the module." -InformationAction Continue
    foreach ($topic in Get-ChildItem -Path 'docs/en-US' -Filter 'about_*.md') {
        $text = ConvertTo-Topic (Get-Content -LiteralPath $topic.FullName)
        [IO.File]::WriteAllText((Join-Path (Split-Path $target) "$($topic.BaseName).help.txt"), ($text -join "`n") + "`n")
    }
}

# PlatyPS makes nothing of topics, and Get-Help shows their files as they are: the words without the marks, for a console of 80 columns.
# In the fifth line it looks for the synopsis.
function ConvertTo-Topic([string[]] $Markdown) {
    $code = $heading = $false
    foreach ($line in $Markdown) {
        if ($line -match '^```') {
            $code = -not $code
        }
        elseif ($code) {
            $line ? "        $line" : ''
        }
        elseif ($line -match '^# (?<title>.+)') {
            'TOPIC'
            "    $($Matches.title)"
        }
        elseif ($line -match '^## (?<title>.+)') {
            $Matches.title.ToUpperInvariant()
        }
        elseif ($line) {
            Format-Wrapped ($line -replace '`') -Hanging ($line.StartsWith('- ') ? 6 : 4)
        }
        elseif (-not $heading) {
            ''
        }
        $heading = $line.StartsWith('## ')
    }
}

function Format-Wrapped([string] $Text, [int] $Hanging, [int] $Width = 79) {
    $line = '   '
    foreach ($word in $Text -split ' ') {
        if ($line.Length + 1 + $word.Length -gt $Width) {
            $line
            $line = ' ' * ($Hanging - 1)
        }
        $line += " $word"
    }
    $line
}

# What PlatyPS leaves as Markdown reads badly at a prompt: fences, backticks, links to files, and a character that stands for an empty line.
function ConvertTo-ConsoleHelp([xml] $Help) {
    $names = [Xml.XmlNamespaceManager]::new($Help.NameTable)
    $names.AddNamespace('maml', 'http://schemas.microsoft.com/maml/2004/10')
    $names.AddNamespace('command', 'http://schemas.microsoft.com/maml/dev/command/2004/10')
    $names.AddNamespace('dev', 'http://schemas.microsoft.com/maml/dev/2004/10')
    foreach ($example in $Help.SelectNodes('//command:example', $names)) {
        $introduction = $example.SelectSingleNode('maml:introduction', $names)
        $text = (Get-Paragraph $introduction $names) -join "`n" -replace [char]0x80, ''
        if ($text -notmatch '(?s)^(?<before>.*?)```powershell\n(?<code>.*?)\n```(?<after>.*)$') {
            throw "An example of $($example.ParentNode.ParentNode.details.name) is not one block of code with words before or behind it."
        }
        $found = $Matches
        $example.SelectSingleNode('dev:code', $names).InnerText = $found.code
        $remarks = $example.SelectSingleNode('dev:remarks', $names)
        Write-Paragraph $introduction $found.before
        Write-Paragraph $remarks $found.after
        # Get-Help puts nothing between an example's words and what follows them.
        if ($introduction.LastChild) {
            $introduction.LastChild.InnerText += "`n`n"
        }
        if ($remarks.LastChild) {
            $null = $remarks.AppendChild($remarks.LastChild.CloneNode($false))
        }
    }
    foreach ($words in $Help.SelectNodes('//maml:description | //maml:alert', $names)) {
        Write-Paragraph $words ((Get-Paragraph $words $names) -join "`n`n")
    }
    foreach ($type in $Help.SelectNodes('//command:parameterValue | //dev:type/maml:name', $names)) {
        $type.InnerText = $type.InnerText -replace '^System\.Nullable`1\[(.*)\]$', '$1'
    }
    foreach ($link in $Help.SelectNodes('//maml:navigationLink', $names)) {
        $address = $link.SelectSingleNode('maml:uri', $names)
        if (-not $address.InnerText) {
            $null = $link.ParentNode.RemoveChild($link)
        }
        elseif ($address.InnerText -notlike 'https:*') {
            $address.InnerText = ''
        }
    }
}

function Get-Paragraph([Xml.XmlElement] $Of, [Xml.XmlNamespaceManager] $Names) {
    $Of.SelectNodes('maml:para', $Names) | ForEach-Object InnerText
}

function Write-Paragraph([Xml.XmlElement] $Of, [string] $Markdown) {
    $Of.RemoveAll()
    # What a command wrote stands in a block of its own, without words to be filled into lines.
    $text = $Markdown -replace '(?m)^```.*\n?'
    foreach ($paragraph in $text.Trim() -split '\n\s*\n' | Where-Object { $_ }) {
        $element = $Of.AppendChild($Of.OwnerDocument.CreateElement('maml', 'para', 'http://schemas.microsoft.com/maml/2004/10'))
        $element.InnerText = $paragraph -replace '`([^`\n]+)`', '$1'
    }
}

# The module is laid out anew into an emptied folder: nothing that an earlier build left comes along. What else stands at the destination
# is not ours to delete: it may be the folder of the user's modules, with other versions of this one.
function Invoke-Package {
    $source = Join-Path $PSScriptRoot 'src' 'BambuCloud.PowerShell'
    $version = (Import-PowerShellDataFile -LiteralPath (Join-Path $PSScriptRoot 'BambuCloud.psd1')).ModuleVersion
    $module = Join-Path $packages 'BambuCloud' $version
    $symbols = Join-Path $packages 'symbols' $version
    Get-Item -LiteralPath $module, $symbols, (Join-Path $packages "BambuCloud.$version.nupkg") -ErrorAction Ignore | Remove-Item -Recurse
    $null = New-Item -ItemType Directory -Path $module -Force
    $places = "-p:ModuleFolder=$module/", "-p:SymbolFolder=$symbols/"
    if ($NoBuild) {
        Invoke-DotNet msbuild $source -nologo '-target:LayOutModule' "-p:Configuration=$packed" @places
    }
    else {
        # So no assembly names a folder of this computer: one that an earlier
        # build made for debugging here does, and would be taken as new enough.
        Invoke-DotNet build $source --configuration $packed --no-incremental '-p:ContinuousIntegrationBuild=true' @places
    }
    $manifest = Join-Path $module 'BambuCloud.psd1'
    Complete-Manifest $manifest
    $null = Test-ModuleManifest -Path $manifest
    $description = ConvertTo-PackageDescription (Import-PowerShellDataFile -LiteralPath $manifest) $module
    try {
        # It warns of all that is no library's layout; only what stops it is worth reading.
        $said = & dotnet pack $description --output $packages 2>&1
        if ($LASTEXITCODE -ne 0) {
            throw "The package could not be made: $($said -join "`n")"
        }
    }
    finally {
        Remove-Item -LiteralPath (Split-Path $description) -Recurse
    }
    Write-Information "BambuCloud $version stands in $packages." -InformationAction Continue
}

# Writes into a package's manifest what only the package knows: its files, and what the changelog says of this version.
function Complete-Manifest([string] $Path) {
    $folder = Split-Path $Path
    $files = Get-ChildItem -LiteralPath $folder -Recurse -File -Force |
        ForEach-Object { [IO.Path]::GetRelativePath($folder, $_.FullName).Replace('\', '/') } | Sort-Object
    $changes = Get-Content -LiteralPath (Join-Path $PSScriptRoot 'CHANGELOG.md') -Raw
    if ($changes -notmatch '(?ms)^## [^\n]*\n(?<notes>.*?)(?=^## |\z)') {
        throw 'CHANGELOG.md has no section.'
    }
    $list = "@(`n$(($files | ForEach-Object { "        '$_'" }) -join "`n")`n    )"
    $notes = "'$([Management.Automation.Language.CodeGeneration]::EscapeSingleQuotedStringContent($Matches.notes.Trim()))'"
    $text = Get-Content -LiteralPath $Path -Raw
    $text = Edit-Placeholder $text '(?<=\bFileList\s*=\s*)@\(\)[^\n]*' $list
    $text = Edit-Placeholder $text "(?<=\bReleaseNotes\s*=\s*)''" $notes
    [IO.File]::WriteAllText($Path, $text)
}

function Edit-Placeholder([string] $Text, [string] $Pattern, [string] $Value) {
    $found = @([regex]::Matches($Text, $Pattern))
    if ($found.Count -ne 1) {
        throw "BambuCloud.psd1 has $($found.Count) places that match $Pattern instead of one."
    }
    $Text.Remove($found[0].Index, $found[0].Length).Insert($found[0].Index, $Value)
}

# The nuspec that PSResourceGet makes of such a manifest. It packs only from version 1.1 on; dotnet is at hand whenever the module is built.
function ConvertTo-PackageDescription([hashtable] $Manifest, [string] $Folder) {
    $data = $Manifest.PrivateData.PSData
    $elements = [ordered]@{
        id                       = 'BambuCloud'
        version                  = $Manifest.ModuleVersion
        authors                  = $Manifest.Author
        owners                   = $Manifest.CompanyName
        requireLicenseAcceptance = 'false'
        licenseUrl               = $data.LicenseUri
        projectUrl               = $data.ProjectUri
        iconUrl                  = $data.IconUri
        description              = $Manifest.Description
        releaseNotes             = $data.ReleaseNotes
        copyright                = $Manifest.Copyright
        tags                     = "PSModule $($data.Tags)"
    }
    $metadata = foreach ($name in $elements.Keys) {
        "    <$name>$([Security.SecurityElement]::Escape($elements[$name]))</$name>"
    }
    $path = Join-Path ([IO.Directory]::CreateTempSubdirectory('bambu-package-').FullName) 'BambuCloud.nuspec'
    [IO.File]::WriteAllText($path, @"
<?xml version="1.0" encoding="utf-8"?>
<package xmlns="http://schemas.microsoft.com/packaging/2013/05/nuspec.xsd">
  <metadata>
$($metadata -join "`n")
  </metadata>
  <files>
    <file src="$([Security.SecurityElement]::Escape($Folder))/**" target="" />
  </files>
</package>
"@)
    $path
}

function Invoke-All([scriptblock[]] $Part) {
    $failures = foreach ($one in $Part) {
        try {
            & $one | Out-Host
        }
        catch {
            "$_"
        }
    }
    if ($failures) {
        throw "These failed:`n  $($failures -join "`n  ")"
    }
}

function Invoke-Task([string] $Name) {
    switch ($Name) {
        'Build' { Invoke-Build }
        'Test' { Invoke-Build; Invoke-All { Invoke-UnitTest }, { Invoke-PesterTest }, { Invoke-Analysis } }
        'Pester' { Invoke-PesterTest }
        'Soak' { Invoke-Build; Invoke-Soak }
        'Analyze' { Invoke-Analysis }
        'Docs' { Invoke-HelpBuild }
        'Package' { Invoke-Package }
        'Bench' { Invoke-DotNet run --configuration Release --project tests/BambuCloud.Benchmarks }
        'Demo' { Invoke-DotNet run @options --project src/BambuCloud.Playground }
    }
}

Push-Location -LiteralPath $PSScriptRoot
try {
    foreach ($name in $Task) {
        Invoke-Task $name | Out-Host
    }
}
catch {
    [Console]::Error.WriteLine("$_")
    exit 1
}
finally {
    Pop-Location
}
