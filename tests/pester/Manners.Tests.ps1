#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.5.0' }

BeforeDiscovery {
    # What takes something from the pipeline, and which of these arguments it needs beside it.
    $script:takers = @(
        @{ Name = 'Get-BambuDevice' }
        @{ Name = 'Get-BambuDeviceInfo' }
        @{ Name = 'Get-BambuDeviceVersion' }
        @{ Name = 'Get-BambuPrint' }
        @{ Name = 'Get-BambuPrinterStatus' }
        @{ Name = 'Get-BambuPrintFile' }
        @{ Name = 'Get-BambuProject' }
        @{ Name = 'Get-BambuTask' }
        @{ Name = 'New-BambuTask'; With = @{ ModelId = 'm'; ProfileId = 'p'; Title = 't' } }
        @{ Name = 'Register-BambuDevice'; With = @{ Name = 'New'; BindCode = [securestring]::new() } }
        @{ Name = 'Rename-BambuDevice'; With = @{ NewName = 'New' } }
        @{ Name = 'Resume-BambuPrint' }
        @{ Name = 'Send-BambuFile' }
        @{ Name = 'Send-BambuPrint'; With = @{ Path = 'tests/data/cube.gcode.3mf' } }
        @{ Name = 'Set-BambuNotification'; With = @{ Read = $true } }
        @{ Name = 'Show-BambuFleet'; With = @{ TimeoutSec = 5 } }
        @{ Name = 'Stop-BambuPrint'; With = @{ Confirm = $false } }
        @{ Name = 'Suspend-BambuPrint' }
        @{ Name = 'Unregister-BambuDevice'; With = @{ Confirm = $false } }
        @{ Name = 'Wait-BambuPrint' }
        @{ Name = 'Watch-BambuPrinter'; With = @{ TimeoutSec = 5 } }
    )
}

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'Simulator.psm1') -Force
    $script:cloud = Start-Simulator -Speed 1
    $script:p1s, $script:x1, $script:a1, $script:offline = $cloud.Devices
    $script:cube = Get-TestFile
    Connect-Simulator $cloud
    Push-Location (Split-Path (Split-Path $PSScriptRoot))
}

AfterAll {
    Pop-Location
    Disconnect-BambuCloud
    Stop-Simulator $cloud
}

Describe 'What comes from the pipeline' {
    It 'does no harm: <What> into <Name>' -ForEach @(
        foreach ($taker in $takers) {
            @{ Name = $taker.Name; With = $taker.With ?? @{}; What = 'nothing'; Items = @(); Errors = 0 }
            @{ Name = $taker.Name; With = $taker.With ?? @{}; What = '$null'; Items = @($null); Errors = 1 }
            @{ Name = $taker.Name; With = $taker.With ?? @{}; What = 'an empty text'; Items = @(''); Errors = 1 }
            @{ Name = $taker.Name; With = $taker.With ?? @{}; What = 'an empty list'; Items = @(, @()); Errors = 1 }
            @{ Name = $taker.Name; With = $taker.With ?? @{}; What = 'an object without an id'; Items = @([timezoneinfo]::Utc); Errors = 1 }
        }
    ) {
        $before = Get-SimulatorRequest $cloud
        $output = $Items | & $Name @With -ErrorAction SilentlyContinue -ErrorVariable faults
        $output | Should -BeNullOrEmpty
        $faults | Should -HaveCount $Errors
        if ($Errors) {
            $faults[0].FullyQualifiedErrorId | Should -Match '^(InputObjectNotBound|ParameterArgumentValidationError\w*|ParameterArgumentTransformationError|BambuCloud\.\w+),'
        }
        Get-SimulatorRequest $cloud | Should -Be $before
    }

    It 'covers every cmdlet that takes something' {
        $take = foreach ($cmdlet in Get-Command -Module BambuCloud) {
            if ($cmdlet.Parameters.Values.ParameterSets.Values.Where({ $_.ValueFromPipeline -or $_.ValueFromPipelineByPropertyName })) { $cmdlet.Name }
        }
        $tested = (Get-Content $PSCommandPath -Raw | Select-String "@{ Name = '(\w+-Bambu\w+)'" -AllMatches).Matches.ForEach({ $_.Groups[1].Value }) | Sort-Object -Unique
        $take | Where-Object { $_ -ne 'Disconnect-BambuCloud' -and $_ -notin $tested } | Should -BeNullOrEmpty
    }

    It 'may be the id alone: <Id> into <Name>' -ForEach @(
        @{ Name = 'Get-BambuDevice'; Id = '01P00A000000001' }
        @{ Name = 'Get-BambuProject'; Id = 'proj_001' }
        @{ Name = 'Get-BambuTask'; Id = 410000001 }
        @{ Name = 'Set-BambuNotification'; Id = 'notif_0001'; With = @{ Read = $true; PassThru = $true } }
        @{ Name = 'Rename-BambuDevice'; Id = '01P00A000000001'; With = @{ NewName = 'P1S 1'; PassThru = $true } }
    ) {
        $with = $_.With ?? @{}
        $got = $Id | & $Name @with -ErrorAction Stop
        @($got.PSObject.Properties.Value) | Should -Contain "$Id"
    }

    It 'is waited for by the id alone' {
        $p1s | Wait-BambuPrint -ErrorAction Stop | Should -BeNullOrEmpty
    }

    It 'leads from printers to their history, and not to tasks of their names' {
        (Get-BambuDevice -Online | Get-BambuTask -ErrorAction Stop).DeviceId | Select-Object -Unique | Should -HaveCount 3
    }

    It 'is told by its type where it has no id' {
        { Get-BambuDeviceInfo -DeviceId ([timezoneinfo]::Utc) } | Should -Throw '*System.TimeZoneInfo has no DeviceId*'
    }
}

Describe 'Common parameters' {
    Context '-ErrorAction' {
        It 'SilentlyContinue goes on without a word, and -ErrorVariable has the error' {
            $run = Invoke-Pipeline -Variables @{ id = $p1s } {
                'stranger', $id | Get-BambuDeviceInfo -ErrorAction SilentlyContinue -ErrorVariable faults | ForEach-Object DeviceId
                $faults.Count
            }
            $run.Output | Should -Be $p1s, 1
            $run.Error | Should -BeNullOrEmpty
        }

        It 'Ignore leaves nothing in $Error' {
            $run = Invoke-Pipeline -Variables @{ id = $p1s } {
                'stranger', $id | Get-BambuDeviceInfo -ErrorAction Ignore | ForEach-Object DeviceId
                $Error.Count
            }
            $run.Output | Should -Be $p1s, 0
        }

        It 'Stop ends the pipeline at the first error' {
            $got = [Collections.Generic.List[object]]::new()
            { $p1s, 'stranger', $x1 | Get-BambuDeviceInfo -ErrorAction Stop | ForEach-Object { $got.Add($_.DeviceId) } } | Should -Throw -ErrorId 'BambuCloud.DeviceNotFound,*'
            $got | Should -Be $p1s
        }

        It 'Stop holds as $ErrorActionPreference too' {
            $run = Invoke-Pipeline -Variables @{ id = $p1s } { $ErrorActionPreference = 'Stop'; 'stranger', $id | Get-BambuDeviceInfo; 'after' }
            $run.Output | Should -BeNullOrEmpty
            $run.Thrown.ErrorRecord.FullyQualifiedErrorId | Should -BeLike 'BambuCloud.DeviceNotFound,*'
        }
    }

    It '-ProgressAction SilentlyContinue shows no bar of <Name>' -ForEach @(
        @{ Name = 'an upload'; Script = { param($action) Send-BambuFile $cube -ProgressAction $action } }
        @{ Name = 'a watch'; Script = { param($action) $null = Send-BambuPrint $cube -DeviceId $id -ProgressAction SilentlyContinue; Watch-BambuPrinter $id -ProgressAction $action | Where-Object { $_.Status.State -eq 'Prepare' } | Select-Object -First 1 } }
    ) {
        foreach ($action in 'Continue', 'SilentlyContinue') {
            Clear-Printer $cloud
            $run = Invoke-Pipeline -Variables @{ cube = $cube; id = $p1s } ([scriptblock]::Create("& { $Script } $action"))
            $run.Error | Should -BeNullOrEmpty
            $run.Output | Should -HaveCount 1
            $run.Progress.Count -gt 0 | Should -Be ($action -eq 'Continue')
        }
        Clear-Printer $cloud
    }

    It '-Verbose tells of the calls, as $VerbosePreference does, and -Verbose:$false of none' {
        (Invoke-Pipeline { Get-BambuDevice -Verbose }).Verbose | Should -Not -BeNullOrEmpty
        (Invoke-Pipeline { $VerbosePreference = 'Continue'; Get-BambuDevice }).Verbose | Should -Not -BeNullOrEmpty
        (Invoke-Pipeline { $VerbosePreference = 'Continue'; Get-BambuDevice -Verbose:$false }).Verbose | Should -BeNullOrEmpty
    }

    It '-PipelineVariable and -OutVariable have each object' {
        Get-BambuDevice -PipelineVariable device -OutVariable all | Get-BambuDeviceVersion | ForEach-Object { $device.DeviceId -eq $_.DeviceId } | Should -Be (@($true) * 4)
        $all.DeviceId | Should -Be $cloud.Devices
    }
}

Describe '-WhatIf and -Confirm of <Name>' -ForEach @(
    @{ Name = 'New-BambuTask'; With = '-ModelId m -ProfileId p -Title t' }
    @{ Name = 'Register-BambuDevice'; With = '-Name New -BindCode ([securestring]::new())' }
    @{ Name = 'Rename-BambuDevice'; With = '-NewName New' }
    @{ Name = 'Resume-BambuPrint' }
    @{ Name = 'Send-BambuFile'; OfFile = $true }
    @{ Name = 'Send-BambuPrint'; With = '-Path $env:CUBE' }
    @{ Name = 'Set-BambuNotification'; With = '-Read' }
    @{ Name = 'Stop-BambuPrint' }
    @{ Name = 'Suspend-BambuPrint' }
    @{ Name = 'Unregister-BambuDevice' }
) {
    BeforeAll {
        $env:CUBE = $cube
        $script:target = $_.OfFile ? $cube : $p1s
        $script:command = "'$target' | $Name $($_.With)"

        # All but the list of the printers, which is read to answer well.
        function Get-OtherRequest { (Get-SimulatorRequest $cloud) -replace '"GET /v1/iot-service/api/user/bind":\d+,?' }
        $script:before = Get-OtherRequest
    }

    AfterAll {
        $env:CUBE = $null
    }

    It 'says what would be done to what, does nothing, and needs no session' {
        Disconnect-BambuCloud
        try {
            $run = Invoke-Answered "$command -WhatIf"
            $preferred = Invoke-Answered "`$WhatIfPreference = `$true; $command"
        }
        finally {
            Connect-Simulator $cloud
        }
        $run.Output + $run.Error + $run.Asked | Should -BeNullOrEmpty
        $run.Lines | Should -HaveCount 1
        $run.Lines | Should -BeLike "What if: Performing the operation `"*`" on target `"$target`"."
        $preferred.Lines | Should -Be $run.Lines
        Get-OtherRequest | Should -Be $before
    }

    if ($Name -notin 'Register-BambuDevice', 'Send-BambuFile', 'Set-BambuNotification') { # Their target is no printer of the account.
        It 'calls the printer by its name too where the session has read it' {
            $run = Invoke-Answered "`$null = Get-BambuDevice; $command -WhatIf"
            $run.Lines | Should -HaveCount 1
            $run.Lines | Should -BeLike "What if: * on target `"P1S 1 ($p1s)`"."
        }
    }

    It 'asks once, and does nothing on a No' {
        foreach ($ask in "$command -Confirm", "`$ConfirmPreference = 'Low'; $command") {
            $before = Get-OtherRequest
            $run = Invoke-Answered $ask 'No'
            $run.Output + $run.Error + $run.Lines | Should -BeNullOrEmpty
            $run.Asked | Should -HaveCount 1
            Get-OtherRequest | Should -Be $before
        }
    }
}

Describe 'The host' {
    It 'gets no line from <Command>' -ForEach @(
        foreach ($command in @(
            'Get-BambuSession -All', 'Get-BambuDevice', 'Get-BambuDeviceInfo', 'Get-BambuDeviceVersion', 'Get-BambuPrint', 'Get-BambuTask -First 3', 'Get-BambuProject -First 3'
            'Get-BambuNotification', 'Get-BambuNotification | Set-BambuNotification -Read', 'Get-BambuPrintFile $env:CUBE', 'Send-BambuFile $env:CUBE', 'Get-BambuPrinterStatus'
            'Watch-BambuPrinter | Select-Object -First 1', 'Send-BambuPrint $env:CUBE -DeviceId 01P00A000000001', 'Suspend-BambuPrint 01P00A000000001', 'Resume-BambuPrint 01P00A000000001'
            'Stop-BambuPrint 01P00A000000001 -Confirm:$false', 'Wait-BambuPrint 01P00A000000001'
        )) { @{ Command = $command } }
    ) {
        $env:CUBE = $cube
        $run = Invoke-Answered "$Command 6>&1 | ForEach-Object { if (`$_ -is [Management.Automation.InformationRecord]) { throw `$_ } }"
        $env:CUBE = $null
        $run.Lines + $run.Asked + $run.Error | Should -BeNullOrEmpty
    }
}

Describe 'Culture <_>' -ForEach 'de-DE', 'tr-TR' {
    It 'gives the same objects as any other: <Command>' -ForEach @(
        foreach ($command in 'Get-BambuDevice', 'Get-BambuDeviceInfo', 'Get-BambuDeviceVersion', 'Get-BambuPrint', 'Get-BambuTask', 'Get-BambuProject', 'Get-BambuProject proj_001', 'Get-BambuNotification') { @{ Command = $command; Culture = $_ } }
        @{ Command = 'Get-BambuPrintFile $env:CUBE'; Culture = $_ }
    ) {
        $env:CUBE = $cube
        # Temperatures go on changing between the two.
        $script = [scriptblock]::Create("$Command | Select-Object * -ExcludeProperty AccessCode, NozzleTemperature, BedTemperature | ConvertTo-Json -Depth 5 -EnumsAsStrings")
        $there = Invoke-Pipeline -Culture $Culture $script
        $here = Invoke-Pipeline -Culture 'en-US' $script
        $env:CUBE = $null
        $there.Error + $here.Error | Should -BeNullOrEmpty
        $there.Output | Should -Be $here.Output
    }

    It 'takes numbers, times and dates as scripts write them' {
        $run = Invoke-Pipeline -Culture $_ -Variables @{ cube = $cube; id = $p1s } {
            Send-BambuPrint $cube -DeviceId $id -LayerHeight '0.16' -Infill '15' -WhatIf
            $first = Watch-BambuPrinter $id -MinInterval '0:0:0.5' -TimeoutSec '5' | Select-Object -First 1
            "$($first.Type)"
            $newest = Get-BambuTask -First 1
            @(Get-BambuTask -Since $newest.StartTime).Count
            @(Get-BambuTask -Since $newest.StartTime.ToString('yyyy-MM-dd HH:mm:ss')).Count
            @(Get-BambuTask -Since $newest.StartTime.ToString()).Count # As people write it there.
        }
        $run.Error | Should -BeNullOrEmpty
        $run.Output | Should -Be 'Snapshot', 1, 1, 1
    }

    It 'finds names and ids in any case' {
        $run = Invoke-Pipeline -Culture $_ { (Get-BambuDevice 'x1 CARBON*').DeviceId; (Get-BambuDevice -DeviceId '00m*').DeviceId; (Get-BambuDeviceInfo '00m*').DeviceId; "$((Get-BambuPrinterStatus '00m00a000000002').State)" }
        $run.Error | Should -BeNullOrEmpty
        $run.Output | Select-Object -First 3 | Should -Be $x1, $x1, $x1
        $run.Output[3] | Should -Not -Be 'Offline'
    }

    It 'tells errors alike' {
        $script = { 'stranger' | Get-BambuDeviceInfo; Send-BambuFile nowhere.3mf; Get-BambuTask -TaskId 1 }
        "$((Invoke-Pipeline -Culture $_ $script).Error)" | Should -Be "$((Invoke-Pipeline -Culture 'en-US' $script).Error)"
    }
}
