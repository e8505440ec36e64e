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

    It 'has at least three examples, each with a command that is this one' {
        @($help.examples.example).Count | Should -BeGreaterOrEqual 3
        foreach ($example in $help.examples.example) {
            $example.title | Should -Match 'Example \d+: \S'
            $example.code | Should -Match ([regex]::Escape($Name))
        }
    }

    It 'has examples that run when they are pasted: nothing but commands, and no variable that none of them sets' {
        $own = 'true', 'false', 'null', '_', '?', 'Error', 'PSItem', 'HOME'
        foreach ($example in $help.examples.example) {
            $errors = $null
            $script = [Management.Automation.Language.Parser]::ParseInput($example.code, [ref] $null, [ref] $errors)
            $errors | Should -BeNullOrEmpty -Because $example.code
            $example.code | Should -Not -Match '(?m)^(PS|>>)'
            $variables = $script.FindAll({
                $args[0] -is [Management.Automation.Language.VariableExpressionAst] -and -not $args[0].VariablePath.DriveName
            }, $true)
            $set = @($script.FindAll({ $args[0] -is [Management.Automation.Language.AssignmentStatementAst] }, $true) |
                ForEach-Object { $_.Left.Extent.Text.TrimStart('$') })
            @($variables | ForEach-Object { $_.VariablePath.UserPath }) | Where-Object { $_ -notin $own + $set } |
                Should -BeNullOrEmpty -Because $example.code
        }
    }

    It 'says what goes in and what comes out' {
        Get-Word @($help.inputTypes.inputType)[0].description | Should -Not -BeNullOrEmpty
        Get-Word @($help.returnValues.returnValue)[0].description | Should -Not -BeNullOrEmpty
    }

    It 'leads to its page on the web, and to other cmdlets and topics that there are' {
        $online, $links = $help.relatedLinks.navigationLink
        $online.uri | Should -Be (Get-Command $Name).HelpUri
        $cmdlets, $topics = @($links.linkText).Where({ $_ -notlike 'about_*' }, 'Split')
        $cmdlets | Should -Not -BeNullOrEmpty
        Get-Command -Name $cmdlets -Module BambuCloud | Should -HaveCount $cmdlets.Count
        foreach ($topic in $topics) {
            @(Get-Help $topic) | Should -HaveCount 1 -Because $topic
        }
    }

    It 'shows no Markdown and nothing to be filled in' {
        $shown = $help | Out-String -Width 300
        $shown | Should -Not -Match '\{\{|```|\]\(|\x80'
    }

    It 'shows its examples in a console of 80 columns with no line broken' {
        $shown = @(Get-Help $Name -Examples | Out-String -Stream -Width 79 | ForEach-Object TrimEnd)
        foreach ($line in $help.examples.example.code -split '\r?\n' -ne '') {
            $shown | Should -Contain "    $line"
        }
        foreach ($title in $help.examples.example.title.Trim()) {
            $shown -like "*$title" | Should -HaveCount 1
        }
    }
}

Describe 'Get-Help <_>' -ForEach 'about_BambuCloud', 'about_BambuCloud_Sessions',
    'about_BambuCloud_Events', 'about_BambuCloud_Objects', 'about_BambuCloud_Simulator' {
    It 'shows one text of at most 80 columns, and its first sentence in lists (<Culture>)' -ForEach @(
        @{ Topic = $_; Culture = 'en-US' }
        @{ Topic = $_; Culture = 'de-DE' }
    ) {
        $run = Invoke-Pipeline -Culture $Culture -Variables @{ topic = $Topic } {
            Get-Help $topic
            Get-Help 'about_BambuCloud*' | Where-Object Name -EQ $topic
        }
        $run.Error | Should -BeNullOrEmpty
        $run.Output | Should -HaveCount 2
        $text = $run.Output[0] | Out-String -Width 80
        $text | Should -Match "^TOPIC\s+$Topic\s"
        ($text -split '\r?\n' | Measure-Object -Property Length -Maximum).Maximum | Should -BeLessThan 80
        $run.Output[1].Synopsis | Should -Match '^[A-Z].*\.$'
    }
}

Describe 'Get-Help -Online' {
    It 'opens the page of the cmdlet in a browser' -Skip:(-not $IsLinux) {
        $path = $env:PATH
        $seen = Join-Path $TestDrive 'address'
        $opener = New-Item -Path $TestDrive -Name 'xdg-open' -Value "#!/bin/sh`necho `"`$1`" > '$seen'`n"
        & chmod +x $opener.FullName
        try {
            $env:PATH = "$TestDrive$([IO.Path]::PathSeparator)$path"
            Get-Help Send-BambuPrint -Online
            $null = Wait-Condition -Because 'an address should be opened' { (Test-Path $seen) -and (Get-Content $seen) }
        }
        finally {
            $env:PATH = $path
        }
        Get-Content $seen | Should -Be 'https://github.com/bambucloud/BambuCloud/blob/main/docs/en-US/Send-BambuPrint.md'
    }
}

Describe 'about_BambuCloud_Simulator' {
    BeforeAll {
        $script:topic = Get-Content -LiteralPath (Join-Path $pages 'about_BambuCloud_Simulator.md') -Raw
        $script:cloud = Start-Simulator -Lan
    }

    AfterAll {
        Stop-Simulator $cloud
    }

    It 'names exactly the options that the simulator has' {
        $has = [regex]::Matches((& dotnet $cloud.Assembly --help | Out-String), '(?<=^\s*)--[a-z-]+', 'Multiline').Value |
            Where-Object { $_ -notin '--help', '--version' }
        $named = [regex]::Matches($topic, '(?m)^- (`--[a-z-]+`(, )?)+').Value | ForEach-Object { [regex]::Matches($_, '--[a-z-]+').Value }
        $named | Sort-Object | Should -Be ($has | Sort-Object)
    }

    It 'names control routes that there are, and faults' {
        $routes = [regex]::Matches($topic, '`(?<method>GET|POST|DELETE) (?<path>/_sim/[^`]+)`')
        $routes.Count | Should -BeGreaterThan 20
        foreach ($route in $routes) {
            $path = $route.Groups['path'].Value.TrimStart('/').Replace('<id>', $cloud.Devices[1])
            $body = $path -like '*/faults' ?
                @{ Body = '{ "route": "GET /nowhere", "fault": "Stall" }'; ContentType = 'application/json' } : @{}
            $answer = Invoke-WebRequest -Method $route.Groups['method'].Value -Uri "$($cloud.ApiEndpoint)$path" -SkipHttpErrorCheck @body
            $answer.StatusCode | Should -BeIn 200, 409 -Because $route.Value
        }
    }

    It 'names the faults that the simulator has' {
        $answer = Invoke-RestMethod -Method Post -Uri "$($cloud.ApiEndpoint)_sim/faults" `
            -Body '{}' -ContentType 'application/json' -SkipHttpErrorCheck
        $named = [regex]::Matches(($topic -split '## Faults')[1], '(?m)^- `(?<name>[A-Z]\w+)`:').ForEach({ $_.Groups['name'].Value })
        $answer | ConvertTo-Json | Should -BeLike "*$($named -join ', ')*"
    }

    It 'names all that stands in the ready file' {
        $named = [regex]::Matches(($topic -split '## The ready file|## Control routes')[1], '`(\w+)`').ForEach({ $_.Groups[1].Value })
        $named | Should -Be (Get-Content (Join-Path $cloud.Folder 'ready.json') -Raw | ConvertFrom-Json).PSObject.Properties.Name
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
