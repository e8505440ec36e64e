#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.5.0' }

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'Simulator.psm1') -Force
}

Describe 'Get-BambuCodeText with the vendor''s table in the cache folder' -Skip:(-not $IsLinux) {
    BeforeAll {
        $script:cloud = Start-Simulator -Speed 1
        $script:p1s = $cloud.Devices[0]
        $script:caches = Join-Path $TestDrive 'caches'
        $null = New-Item (Join-Path $caches 'BambuCloud') -ItemType Directory
        @{
            data = @{
                device_hms   = @{
                    en = @(
                        @{ ecode = '0300030000010001'; intro = 'The hotend fan has stopped.' }
                        @{ ecode = '03001A0000020002'; intro = 'The nozzle is clogged with filament.' }
                    )
                }
                device_error = @{
                    en = @(
                        @{ ecode = '0300400C'; intro = 'The task was canceled.' }
                        @{ ecode = '03008016'; intro = 'The nozzle is clogged.' }
                    )
                }
            }
        } | ConvertTo-Json -Depth 5 | Set-Content ([IO.Path]::Combine($caches, 'BambuCloud', 'code-texts.en.json'))

        # A process reads the table once: a new one finds this one.
        function Invoke-WithTable([string] $Script, [pscustomobject] $Simulator) {
            $run = Invoke-OwnProcess "& { $Script } | ConvertTo-Json -AsArray" $Simulator @{ XDG_CACHE_HOME = $caches }
            $run.Faults | Should -BeNullOrEmpty
            $run.Output | ConvertFrom-Json
        }
    }

    AfterAll {
        Stop-Simulator $cloud
    }

    It 'explains print errors and health messages without a session, however their digits are set apart' {
        $told = Invoke-WithTable 'Get-BambuCodeText 0300_400C, ''03008016'', ''0300-0300-0001-0001'', ''0300 0300 0001 0002'''
        $told.Code | Should -Be '0300_400C', '0300_8016', '0300_0300_0001_0001', '0300_0300_0001_0002'
        $told.Text | Should -Be 'The task was canceled.', 'The nozzle is clogged.', 'The hotend fan has stopped.', $null
        $told.Severity | Should -Be $null, $null, 'Fatal', 'Fatal'
        $told.Module | Select-Object -Unique | Should -Be 'MotionController'
        $told[2].Url | Should -Be 'https://wiki.bambulab.com/en/x1/troubleshooting/hmscode/0300_0300_0001_0001'
    }

    It 'takes the objects that have codes from the pipeline: health messages, states and results' {
        $told = Invoke-WithTable @"
            `$job = Send-BambuPrint $p1s -Path '$(Get-TestFile)'
            `$null = Invoke-RestMethod -Method Post -Uri '$($cloud.ApiEndpoint)_sim/printers/$p1s/fail'
            `$result = Wait-BambuPrint -JobId `$job.JobId -PassThru -ErrorAction SilentlyContinue
            `$result | Get-BambuCodeText
            `$status = Get-BambuPrinterStatus $p1s
            `$status, `$status.Hms | Get-BambuCodeText
            [pscustomobject]@{ Text = `$status.PrintErrorText }
            [pscustomobject]@{ Text = `$status.Hms.Text }
"@ $cloud
        $clogged, $health = 'The nozzle is clogged.', 'The nozzle is clogged with filament.'
        $told.Text | Should -Be $clogged, $clogged, $health, $clogged, $health
    }
}

Describe 'Get-BambuCodeText without the table' {
    BeforeAll {
        $script:before = $env:BAMBU_CODE_TEXTS
        $env:BAMBU_CODE_TEXTS = '0'
    }

    AfterAll {
        $env:BAMBU_CODE_TEXTS = $before
    }

    It 'gives the codes all the same, and says that the texts are switched off' {
        $code = Get-BambuCodeText 0300_8016 -ErrorAction SilentlyContinue -ErrorVariable faults
        $code | Should -BeOfType BambuCloud.BambuCodeText
        $code.Code, $code.Text, $code.Module | Should -Be '0300_8016', $null, 'MotionController'
        $faults.FullyQualifiedErrorId | Should -BeLike 'BambuCloud.CodeTextsUnavailable,*'
        "$faults" | Should -BeLike '*BAMBU_CODE_TEXTS is 0*'
    }

    It 'says in whole sentences why they cannot be read, and what to do' {
        $nobody = 'http://127.0.0.1:9'
        $run = Invoke-OwnProcess @'
            $null = Get-BambuCodeText 0300_8016 -ErrorAction SilentlyContinue -ErrorVariable faults
            "$faults"
'@ -Environment @{ BAMBU_CODE_TEXTS = ''; https_proxy = $nobody; XDG_CACHE_HOME = "$TestDrive"; HOME = "$TestDrive" }
        $run.Output | Should -Match "^The texts of codes could not be read from '[\w.]+': .*\. Look the code up at https://.*\.\s*$"
    }

    It 'says it once for all codes of the pipeline' {
        $null = '0300_8016', '0300_400C' | Get-BambuCodeText -ErrorAction SilentlyContinue -ErrorVariable faults
        $faults | Should -HaveCount 1
    }

    It 'refuses what is no code (<_>), and goes on with the others' -ForEach 'xyz', '0300_801', '0300_8016_00', 'nozzle' {
        $code = Get-BambuCodeText $_, 0300_8016 -ErrorAction SilentlyContinue -ErrorVariable faults
        $code.Code | Should -Be '0300_8016'
        $faults[1].FullyQualifiedErrorId | Should -BeLike 'BambuCloud.InvalidCode,*'
        "$($faults[1])" | Should -BeLike "'$_' is no code of a printer*"
    }
}
