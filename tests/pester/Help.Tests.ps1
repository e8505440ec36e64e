#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.5.0' }

BeforeDiscovery {
    Import-Module (Join-Path $PSScriptRoot 'Simulator.psm1') -Force
    $script:cmdlets = @((Get-Command -Module BambuCloud).Name | ForEach-Object { @{ Name = $_ } })
}

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'Simulator.psm1') -Force
    $script:pages = [IO.Path]::Combine((Split-Path (Split-Path $PSScriptRoot)), 'docs', 'en-US')

    # The words of paragraphs, as one text.
    function Get-Word($Paragraph) {
        (@($Paragraph | ForEach-Object { $_.Text }) -join ' ').Trim()
    }
}

Describe 'Get-Help <Name>' -ForEach $cmdlets {
    BeforeAll {
        $script:help = Get-Help $Name -Full
        $script:page = Join-Path $pages "$Name.md"
    }

    It 'has a synopsis that is a sentence and not the syntax' {
        $help.Synopsis.Trim() | Should -Match '^[A-Z].*\.$'
        $help.Synopsis | Should -Not -Match ([regex]::Escape($Name))
    }

    It 'has a description' {
        (Get-Word $help.description).Length | Should -BeGreaterThan 40
    }

    It 'describes every parameter' {
        $common = [Management.Automation.Cmdlet]::CommonParameters
        foreach ($parameter in (Get-Command $Name).Parameters.Keys | Where-Object { $_ -notin $common }) {
            $described = Get-Help $Name -Parameter $parameter
            $described.name | Should -Be $parameter
            Get-Word $described.description | Should -Match '\.$' -Because "-$parameter is described in sentences"
        }
    }

    It 'has at least two examples, each with a command that is this one' {
        @($help.examples.example).Count | Should -BeGreaterOrEqual 2
        foreach ($example in $help.examples.example) {
            $example.title | Should -Match 'Example \d+: \S'
            $example.code | Should -Match '^PS> '
            $example.code | Should -Match ([regex]::Escape($Name))
        }
    }

    It 'says what goes in and what comes out' {
        Get-Word @($help.inputTypes.inputType)[0].description | Should -Not -BeNullOrEmpty
        Get-Word @($help.returnValues.returnValue)[0].description | Should -Not -BeNullOrEmpty
    }

    It 'names other cmdlets that there are' {
        $links = @($help.relatedLinks.navigationLink.linkText)
        $links | Should -Not -BeNullOrEmpty
        Get-Command -Name $links -Module BambuCloud | Should -HaveCount $links.Count
    }

    It 'shows no Markdown and nothing to be filled in' {
        $shown = Get-Help $Name -Full | Out-String -Width 300
        $shown | Should -Not -Match '\{\{|```|\]\(|\x80'
    }

    It 'shows its examples in 80 columns, except for long commands' {
        foreach ($line in ($help.examples.example.code -split '\r?\n')) {
            if (-not $line.StartsWith('PS> ')) {
                $line.Length | Should -BeLessOrEqual 80 -Because $line
            }
        }
    }

    It 'has a page whose links lead to files' {
        foreach ($link in [regex]::Matches((Get-Content -LiteralPath $page -Raw), '\]\((?<file>[^):]+)\)')) {
            Join-Path $pages $link.Groups['file'].Value | Should -Exist
        }
    }
}

Describe 'The help as a whole' {
    It 'is found by Get-Help with a wildcard' {
        @(Get-Help '*-Bambu*' | Where-Object ModuleName -EQ BambuCloud).Count | Should -Be @(Get-Command -Module BambuCloud).Count
    }

    It 'says of -Confirm that it asks by default exactly where it does' {
        foreach ($cmdlet in Get-Command -Module BambuCloud | Where-Object { $_.Parameters.ContainsKey('Confirm') }) {
            $attribute = $cmdlet.ImplementingType.GetCustomAttributes([Management.Automation.CmdletAttribute], $false)
            $says = Get-Word (Get-Help $cmdlet.Name -Parameter Confirm).description
            ($says -match 'It asks by default') | Should -Be ($attribute.ConfirmImpact -eq 'High') -Because $cmdlet.Name
        }
    }
}
