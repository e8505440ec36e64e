#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.5.0' }

BeforeDiscovery {
    Import-Module (Join-Path $PSScriptRoot 'Simulator.psm1') -Force

    # What each cmdlet that takes printers needs beside them, so that it tells of one printer and does nothing to it.
    $script:with = @{
        'Get-BambuTask'          = '-First 1'
        'New-BambuTask'          = '-ModelId m -ProfileId p -Title t -WhatIf'
        'Rename-BambuDevice'     = '-NewName New -WhatIf'
        'Resume-BambuPrint'      = '-WhatIf'
        'Send-BambuPrint'        = '-Path $env:CUBE -WhatIf'
        'Show-BambuFleet'        = '| Select-Object -First 1'
        'Stop-BambuPrint'        = '-WhatIf'
        'Suspend-BambuPrint'     = '-WhatIf'
        'Test-BambuPrint'        = '-Path $env:CUBE'
        'Unregister-BambuDevice' = '-WhatIf'
        'Wait-BambuPrint'        = '-PassThru'
        'Watch-BambuPrinter'     = '| Select-Object -First 1'
    }
    $script:takers = @(Get-Command -Module BambuCloud | Where-Object {
            # Those that are connected themselves are no account's: Disconnect-BambuPrinter.Tests.ps1, PrinterFile.Tests.ps1.
            $_.Parameters.ContainsKey('Printer') -and $_.Name -notin 'Disconnect-BambuPrinter', 'Save-BambuSnapshot', 'Send-BambuFile' -and
            $_.Noun -ne 'BambuPrinterFile'
        } | ForEach-Object {
            # It says nothing of a printer that prints nothing.
            @{ Name = $_.Name; With = "$($with[$_.Name])"; Says = $_.Name -ne 'Wait-BambuPrint' }
        })
}

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'Simulator.psm1') -Force
    $script:cloud = Start-Simulator -Speed 1 -Connect
    $script:p1s, $script:x1, $script:a1, $script:p1p = $cloud.Devices
    $env:CUBE = Get-TestFile
    Rename-BambuDevice $a1 Twin
    Rename-BambuDevice $p1p twin
}

AfterAll {
    $env:CUBE = $null
    Stop-Simulator $cloud
}

Describe '<Name>' -ForEach $takers {
    BeforeAll {
        $script:cmdlet, $script:beside = $Name, $With
        function Invoke-For([string] $Printer, [string] $Before = '') {
            $run = Invoke-Answered "$Before $cmdlet $Printer $beside"
            [pscustomobject]@{
                Ids    = @($run.Error | ForEach-Object { $_.FullyQualifiedErrorId -replace ',.*' })
                Errors = "$($run.Error)"
                Said   =
                    "$($run.Lines) $($run.Output | ForEach-Object { $_ -is [string] ? $_ : "$($_.DeviceId) $($_.Name)$($_.DeviceName)" })"
            }
        }
    }

    It 'has the printers at position 0 and takes them from the pipeline, as they are and by property' {
        $parameter = (Get-Command $Name).Parameters.Printer
        foreach ($set in $parameter.ParameterSets.Values) {
            $set.Position | Should -Be 0
            $set.ValueFromPipeline -and $set.ValueFromPipelineByPropertyName | Should -BeTrue
        }
        $parameter.Aliases | Should -Contain 'DeviceId'
        $parameter.Aliases | Should -Contain 'DeviceName'
        $parameter.Aliases | Should -Contain 'Name'
    }

    It 'finds one by <How>' -ForEach @(
        @{ How = 'its id in lower case'; Printer = '01p00a000000001' }
        @{ How = 'its name in any case'; Printer = "'p1s 1'" }
        @{ How = 'a pattern over names'; Printer = 'p1S*' }
        @{ How = 'a pattern over ids'; Printer = '01P*' }
        @{ How = 'a text of the pipeline'; Before = "'P1S 1' |" }
        @{ How = 'a property DeviceId'; Before = "[pscustomobject]@{ DeviceId = '01P00A000000001' } |" }
        @{ How = 'a property DeviceName'; Before = "[pscustomobject]@{ DeviceName = 'P1S 1' } |" }
        @{ How = 'a property Name'; Before = "[pscustomobject]@{ Name = 'P1S 1' } |" }
        @{ How = 'an object of the module'; Before = 'Get-BambuDevice P1S* |' }
    ) {
        $run = Invoke-For $Printer $Before
        $run.Errors | Should -BeNullOrEmpty
        if ($Says) {
            $run.Said | Should -Match 'P1S 1|01P00A000000001'
            $run.Said | Should -Not -Match 'X1 Carbon 1|00M00A000000002|[Tt]win'
        }
    }

    It 'takes an id before a name before a pattern' {
        Rename-BambuDevice $x1 $p1s
        try {
            $run = Invoke-For $p1s
            $run.Errors | Should -BeNullOrEmpty
            $run.Said | Should -Not -Match $x1
        }
        finally {
            Rename-BambuDevice $x1 'X1 Carbon 1'
        }
    }

    It 'says so where <What>' -ForEach @(
        @{ What = 'no printer has the name'; Printer = 'nobody'; Id = 'DeviceNotFound' }
        @{ What = 'a pattern matches none'; Printer = 'nobody*'; Id = 'DeviceNotFound' }
        @{ What = 'two printers bear the name'; Printer = 'TWIN'; Id = 'DeviceNameAmbiguous' }
    ) {
        $run = Invoke-For $Printer
        $run.Ids | Should -Be "BambuCloud.$Id"
        $run.Said.Trim() | Should -BeNullOrEmpty
        if ($beside -like '*-WhatIf*') {
            $beside = $beside.Replace('-WhatIf', '-Confirm:$false')
            $really = Invoke-For $Printer
            $really.Ids + $really.Errors | Should -Be ($run.Ids + $run.Errors)
        }
    }
}
