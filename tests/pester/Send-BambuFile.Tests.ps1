#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.5.0' }

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'Simulator.psm1') -Force
    $script:cloud = Start-Simulator -Connect
    $script:cube = Get-TestFile
}

AfterAll {
    Stop-Simulator $cloud
}

Describe 'Send-BambuFile' {
    Context 'a good file' {
        It 'is uploaded in two parts' {
            $before = Get-SimulatorState $cloud
            $file = Send-BambuFile $cube
            $after = Get-SimulatorState $cloud
            $file | Should -BeOfType BambuCloud.BambuFile
            $file.FileName | Should -Be 'cube.gcode.3mf'
            $file.Length | Should -Be (Get-Item -LiteralPath $cube).Length
            $file.FileUrl.AbsolutePath | Should -BeLike '/or-cloud-upload-sim/users/*/filename/*/cube.gcode.3mf'
            $after.completeUploads | Should -Be ($before.completeUploads + 1)
        }

        It 'has an address without its signature' {
            $file = Send-BambuFile $cube
            $file.FileUrl.Query | Should -BeNullOrEmpty
            (($file | Get-Appearance) -join "`n") | Should -Not -Match 'Signature|AWSAccessKeyId|Expires='
        }

        It 'may be a project that is not sliced' {
            (Send-BambuFile (Get-TestFile 'cube-unsliced.3mf')).FileName | Should -Be 'cube-unsliced.3mf'
        }

        It 'may be G-code' {
            Set-Content -LiteralPath 'TestDrive:/a.gcode' -Value '; layer', 'G28'
            (Send-BambuFile 'TestDrive:/a.gcode').FileName | Should -Be 'a.gcode'
        }

        It 'may have the name <_>' -ForEach 'with blanks.3mf', 'brackets [1].3mf', 'hash#and&plus+.3mf', 'per%20cent.3mf', "quote'.3mf" {
            $path = Join-Path (Get-Item 'TestDrive:/').FullName $_
            Copy-Item -LiteralPath $cube -Destination $path
            $file = Send-BambuFile -LiteralPath $path
            $file.FileName | Should -Be $_
            [uri]::UnescapeDataString($file.FileUrl.Segments[-1]) | Should -Be $_
        }

        It 'may have a name in any script' {
            $name = "w$([char]0xFC)rfel $([char]0x7ACB)$([char]0x65B9).3mf"
            $path = Join-Path (Get-Item 'TestDrive:/').FullName $name
            Copy-Item -LiteralPath $cube -Destination $path
            (Send-BambuFile $path).FileName | Should -Be $name
        }
    }

    Context 'the name of a file' {
        It 'may be <Name>' -ForEach @(
            @{ Name = "M$([char]0xFC)ller gro$([char]0xDF).3mf" }
            @{ Name = "rocket $([char]::ConvertFromUtf32(0x1F680)).3mf" }
            @{ Name = '50% #1 +2 & more; =.3mf' }
            @{ Name = '%2e%2e%2f.3mf' }
            @{ Name = ('n' * 196) + '.3mf' }
        ) {
            $path = Join-Path (Get-Item 'TestDrive:/').FullName $Name
            Copy-Item -LiteralPath $cube -Destination $path
            $file = Get-Item -LiteralPath $path | Send-BambuFile
            $file.FileName | Should -Be $Name
            [uri]::UnescapeDataString($file.FileUrl.Segments[-1]) | Should -Be $Name
            $file | Get-View | Where-Object Length -GT 80 | Should -BeNullOrEmpty
        }

        It 'may not hold <What>, and nothing is sent' -Skip:$IsWindows -ForEach @(
            @{ What = 'a line feed'; Character = "`n" }
            @{ What = 'an escape'; Character = "`e" }
            @{ What = 'a backslash'; Character = '\' }
        ) {
            $path = Join-Path (Get-Item 'TestDrive:/').FullName 'placeholder.3mf'
            $odd = $path.Replace('placeholder', "a${Character}b")
            [IO.File]::Copy($cube, $odd)
            try {
                $before = Get-SimulatorRequest $cloud
                # As objects: PowerShell itself takes a backslash in a path for a slash.
                $fault = Get-Fault { [pscustomobject]@{ PSPath = $odd } | Send-BambuFile }
                $fault | Should -HaveCount 1
                $fault.FullyQualifiedErrorId | Should -BeIn ($Character -eq '\' ? @('InvalidFileName', 'FileNotFound') : 'InvalidFileName' |
                    ForEach-Object { "BambuCloud.$_,BambuCloud.Cmdlets.SendBambuFile" })
                Get-SimulatorRequest $cloud | Should -Be $before
            }
            finally {
                [IO.File]::Delete($odd)
            }
        }
    }

    Context 'several files' {
        BeforeAll {
            $null = New-Item -ItemType Directory -Path 'TestDrive:/many'
            foreach ($name in 'a.3mf', 'b.3mf', 'c.3mf') {
                Copy-Item -LiteralPath $cube -Destination "TestDrive:/many/$name"
            }
        }

        It 'are found by wildcards' {
            (Send-BambuFile 'TestDrive:/many/[ab].3mf').FileName | Should -Be 'a.3mf', 'b.3mf'
        }

        It 'come as an array' {
            (Send-BambuFile 'TestDrive:/many/a.3mf', 'TestDrive:/many/c.3mf').FileName | Should -Be 'a.3mf', 'c.3mf'
        }

        It 'come from Get-ChildItem' {
            (Get-ChildItem -Path 'TestDrive:/many' | Send-BambuFile).FileName | Should -Be 'a.3mf', 'b.3mf', 'c.3mf'
        }

        It 'come as paths from the pipeline' {
            ('TestDrive:/many/b.3mf', 'TestDrive:/many/a.3mf' | Send-BambuFile).FileName | Should -Be 'b.3mf', 'a.3mf'
        }

        It 'are all sent but those that cannot be' {
            $sent = 'TestDrive:/many/a.3mf', 'TestDrive:/many/none.3mf', 'TestDrive:/many/b.3mf' |
                Send-BambuFile -ErrorAction SilentlyContinue -ErrorVariable faults
            $sent.FileName | Should -Be 'a.3mf', 'b.3mf'
            $faults | Should -HaveCount 1
            $faults[0].TargetObject | Should -Be 'TestDrive:/many/none.3mf'
        }

        It 'have a bar each, and one for all' {
            $run = Invoke-Pipeline -Variables @{ folder = (Get-Item 'TestDrive:/many').FullName } { Send-BambuFile "$folder/*.3mf" }
            $run.Output | Should -HaveCount 3
            $all = $run.Progress | Where-Object Activity -EQ 'Uploading files'
            ($all | Where-Object RecordType -EQ Processing).StatusDescription | Should -Be 'file 1 of 3', 'file 2 of 3', 'file 3 of 3'
            $all[-1].RecordType | Should -Be 'Completed'
            $run.Progress[-1].Activity | Should -Be 'Uploading files'
            foreach ($name in 'a.3mf', 'b.3mf', 'c.3mf') {
                $bars = $run.Progress | Where-Object Activity -EQ "Uploading $name"
                $bars.ParentActivityId | Select-Object -Unique | Should -Be $all[0].ActivityId
                $bars[-1].RecordType | Should -Be 'Completed'
            }
        }

        It 'go side by side in threads over one session' {
            $module = (Get-Module BambuCloud).Path
            $sent = Get-ChildItem -Path 'TestDrive:/many' -Filter *.3mf | ForEach-Object FullName |
                ForEach-Object -ThrottleLimit 3 -Parallel {
                Import-Module $using:module
                Send-BambuFile $_
            }
            $sent.FileName | Sort-Object | Should -Be 'a.3mf', 'b.3mf', 'c.3mf'
        }
    }

    Context 'a file that cannot be sent' {
        BeforeAll {
            $null = New-Item -ItemType Directory -Path 'TestDrive:/folder.3mf'
            $null = New-Item -ItemType File -Path 'TestDrive:/empty.3mf'
            Set-Content -LiteralPath 'TestDrive:/text.3mf' -Value 'no archive'
            [IO.File]::WriteAllBytes((Join-Path (Get-Item 'TestDrive:/').FullName 'picture.png'), [byte[]] (0x89, 0x50, 0x4E, 0x47, 0, 0))
        }

        It 'is named: <Name>' -ForEach @(
            @{ Name = 'missing'; Path = 'TestDrive:/missing.3mf'; Id = 'FileNotFound'; Category = 'ObjectNotFound' }
            @{ Name = 'no match'; Path = 'TestDrive:/missing*.3mf'; Id = 'FileNotFound'; Category = 'ObjectNotFound' }
            @{ Name = 'no drive'; Path = 'Nowhere:/cube.3mf'; Id = 'FileNotFound'; Category = 'ObjectNotFound' }
            @{ Name = 'a folder'; Path = 'TestDrive:/folder.3mf'; Id = 'NotAFile'; Category = 'InvalidArgument' }
            @{ Name = 'no file system'; Path = 'Env:/PATH'; Id = 'NotAFile'; Category = 'InvalidArgument' }
            @{ Name = 'empty'; Path = 'TestDrive:/empty.3mf'; Id = 'FileEmpty'; Category = 'InvalidArgument' }
            @{ Name = 'no 3MF archive'; Path = 'TestDrive:/text.3mf'; Id = 'NotAPrintFile'; Category = 'InvalidData' }
            @{ Name = 'another kind'; Path = 'TestDrive:/picture.png'; Id = 'NotAPrintFile'; Category = 'InvalidData' }
        ) {
            $before = Get-SimulatorRequest $cloud
            $fault = Get-Fault { Send-BambuFile $Path }
            $fault | Should -HaveCount 1
            $fault.FullyQualifiedErrorId | Should -BeLike "BambuCloud.$Id,*"
            $fault.CategoryInfo.Category | Should -Be $Category
            "$($fault.TargetObject)" | Should -BeLike "*$(($Path -split '/')[-1])"
            "$fault" | Should -BeLike "*$(($Path -split '/')[-1].Replace('*', '`*'))*"
            Get-SimulatorRequest $cloud | Should -Be $before
        }

        It 'ends the pipeline with -ErrorAction Stop' {
            { Send-BambuFile 'TestDrive:/missing.3mf' -ErrorAction Stop } | Should -Throw -ErrorId 'BambuCloud.FileNotFound,*'
        }
    }

    Context 'with -WhatIf and -Confirm' {
        It 'sends nothing with -WhatIf' {
            $before = Get-SimulatorRequest $cloud
            $run = Invoke-Pipeline -Variables @{ cube = $cube } { Send-BambuFile $cube -WhatIf }
            $run.Output | Should -BeNullOrEmpty
            $run.Error | Should -BeNullOrEmpty
            Get-SimulatorRequest $cloud | Should -Be $before
        }

        It 'sends with -Confirm:$false' {
            Send-BambuFile $cube -Confirm:$false | Should -HaveCount 1
        }
    }

    Context 'what is seen meanwhile' {
        It 'is a progress bar that ends, and nothing of it in the output' {
            $run = Invoke-Pipeline -Variables @{ cube = $cube } { Send-BambuFile $cube }
            $run.Output | Should -HaveCount 1
            $run.Progress.Activity | Should -Contain 'Uploading cube.gcode.3mf'
            $run.Progress.PercentComplete | Should -Contain 100
            $run.Progress.StatusDescription | Where-Object { $_ -match '^100 %, \d+[.,]\d kB of \d+[.,]\d kB, \d.* [kM]B/s$' } |
                Should -Not -BeNullOrEmpty
            $run.Progress[-1].RecordType | Should -Be 'Completed'
        }

        It 'is no signature and no token with -Verbose and -Debug' {
            $run = Invoke-Pipeline -Variables @{ cube = $cube } { Send-BambuFile $cube -Verbose -Debug -Confirm:$false }
            $run.Verbose.Message -join "`n" | Should -BeLike "*PUT bytes of 'cube.gcode.3mf'*HTTP 200*PUT size*HTTP 200*"
            $seen = ($run.Verbose + $run.Debug + $run.Progress | Get-Appearance) -join "`n"
            $seen | Should -Not -Match 'Signature|AWSAccessKeyId'
            $seen.Contains($cloud.AccessToken) | Should -BeFalse
        }
    }

    Context 'a storage that is silent' {
        It 'lets an upload end within half a second of Ctrl+C' {
            $silent = [Net.Sockets.TcpListener]::new([Net.IPAddress]::Loopback, 0)
            $silent.Start()
            $storage = "http://127.0.0.1:$($silent.LocalEndpoint.Port)"
            $endpoint = Start-Endpoint @{
                'GET /v1/design-user-service/my/preference' = 200, '{"uid":42}'
                'GET /v1/iot-service/api/user/upload'       = 200,
                    ('{"urls":[{"type":"filename","url":"' + $storage + '/data"},{"type":"size","url":"' + $storage + '/size"}],"code":0}')
            }
            $pipeline = New-Pipeline -Variables @{ cube = $cube } { Send-BambuFile $cube }
            try {
                Connect-BambuCloud -AccessToken (ConvertTo-Token 'opaque') -ApiEndpoint $endpoint.ApiEndpoint
                $null = $pipeline.BeginInvoke()
                $null = Wait-Condition -Because 'the upload should begin' { $silent.Pending() }
                $time = [Diagnostics.Stopwatch]::StartNew()
                $pipeline.Stop()
                $time.ElapsedMilliseconds | Should -BeLessThan 500
                $pipeline.InvocationStateInfo.State | Should -Be 'Stopped'
            }
            finally {
                $pipeline.Dispose()
                Stop-Endpoint $endpoint
                $silent.Stop()
                Connect-Simulator $cloud
            }
        }
    }

    Context 'a storage that does not take it' {
        BeforeAll {
            $urls = '{"message":"success","code":null,"error":null,"urls":[' +
                '{"type":"filename","file":"cube",' +
                '"url":"{0}data/cube.gcode.3mf?AWSAccessKeyId=KEYKEYKEY&Expires=1&Signature=SIGNSIGNSIGN"},' +
                '{"type":"size","file":"1","url":"{0}size/1?AWSAccessKeyId=KEYKEYKEY&Expires=1&Signature=SIGNSIGNSIGN"}]}'
            $refusal = '<?xml version="1.0"?><Error><Code>SignatureDoesNotMatch</Code><Message>The signature is wrong</Message>' +
                '<SignatureProvided>SIGNSIGNSIGN</SignatureProvided></Error>'
            $script:endpoint = Start-Endpoint @{
                'GET /v1/design-user-service/my/preference' = 200, '{"uid":42}'
                'GET /v1/iot-service/api/user/upload'       = 200, $urls
                'PUT /data/cube.gcode.3mf'                  = 403, $refusal
            }
            Connect-BambuCloud -AccessToken (ConvertTo-Token 'TOKENTOKENTOKEN') -ApiEndpoint $endpoint.ApiEndpoint
        }

        AfterAll {
            Stop-Endpoint $endpoint
            Connect-Simulator $cloud
        }

        It 'is told with its reason and without its signature' {
            $fault = Get-Fault { Send-BambuFile $cube }
            $fault.FullyQualifiedErrorId | Should -BeLike 'BambuCloud.UploadFailed,*'
            $fault.CategoryInfo.Category | Should -Be 'WriteError'
            "$fault" | Should -BeLike "*cube.gcode.3mf*SignatureDoesNotMatch*"
            (($fault | Get-Appearance) -join "`n") | Should -Not -Match 'SIGNSIGNSIGN|KEYKEYKEY|TOKENTOKENTOKEN'
        }

        It 'is asked once in each of the two ways with -RetryCount 0' {
            $endpoint.Requests.Clear()
            $fault = Get-Fault { Send-BambuFile $cube -RetryCount 0 }
            $fault.FullyQualifiedErrorId | Should -BeLike 'BambuCloud.UploadFailed,*'
            $endpoint.Requests.ToArray() | Where-Object Request -Like 'PUT *' | Should -HaveCount 2
        }

        It 'never gets the token' {
            $null = Get-Fault { Send-BambuFile $cube }
            $calls = $endpoint.Requests.ToArray()
            ($calls | Where-Object Request -Like 'GET *').Authorization | Should -Contain 'Bearer TOKENTOKENTOKEN'
            $puts = $calls | Where-Object Request -Like 'PUT *'
            $puts | Should -Not -BeNullOrEmpty
            $puts | Where-Object Authorization | Should -BeNullOrEmpty
        }
    }

    Context 'a storage that fails for a moment' {
        BeforeAll {
            $urls = '{"urls":[{"type":"filename","url":"{0}data?Signature=SIGNSIGNSIGN"},' +
                '{"type":"size","url":"{0}size?Signature=SIGNSIGNSIGN"}],"code":0}'
            $script:answers = @{ # Replaced one by one while the endpoint reads them.
                'GET /v1/design-user-service/my/preference' = 200, '{"uid":42}'
                'GET /v1/iot-service/api/user/upload'       = 200, $urls
                'PUT /data'                                 = 200, '{}'
                'PUT /size'                                 = 200, '{}'
            }
            $script:endpoint = Start-Endpoint $answers
            Connect-BambuCloud -AccessToken (ConvertTo-Token 'TOKENTOKENTOKEN') -ApiEndpoint $endpoint.ApiEndpoint
        }

        AfterAll {
            Stop-Endpoint $endpoint
            Connect-Simulator $cloud
        }

        BeforeEach {
            $endpoint.Requests.Clear()
        }

        AfterEach {
            $answers['PUT /data'] = $answers['PUT /size'] = 200, '{}'
        }

        It 'gets the bytes again when it failed with them, from the start and with fresh addresses' {
            $answers['PUT /data'] = 503, '<Error><Code>SlowDown</Code></Error>'
            $upload = New-Pipeline -Variables @{ cube = $cube } { Send-BambuFile $cube -RetryCount 1 -Verbose }
            try {
                $output = [Management.Automation.PSDataCollection[psobject]]::new()
                $running = $upload.BeginInvoke([Management.Automation.PSDataCollection[psobject]]::new(), $output)
                $null = Wait-Condition -Because 'the bytes should be sent' { $endpoint.Requests.ToArray().Request -contains 'PUT /data' }
                $answers['PUT /data'] = 200, '{}'
                $null = Wait-Condition -Because 'the upload should end' { $running.IsCompleted }
                $upload.Streams.Error | Should -BeNullOrEmpty
                $output.FileName | Should -Be 'cube.gcode.3mf'
                ($endpoint.Requests.ToArray().Request | Where-Object { $_ -notlike '*preference' }) | Should -Be @(
                    @('GET /v1/iot-service/api/user/upload', 'PUT /data') * 2
                    'PUT /size')
                $upload.Streams.Verbose.Message -join "`n" | Should -BeLike '*Try 2 of 2 in*'
                $upload.Streams.Verbose + $output | Test-Exposure 'TOKENTOKENTOKEN', 'SIGNSIGNSIGN' | Should -BeFalse
            }
            finally {
                $upload.Dispose()
            }
        }

        It 'tells a size that did not arrive from bytes that did not' {
            $answers['PUT /size'] = 503, '<Error><Code>SlowDown</Code></Error>'
            $fault = Get-Fault { Send-BambuFile $cube -RetryCount 0 }
            $fault.FullyQualifiedErrorId | Should -BeLike 'BambuCloud.UploadFailed,*'
            "$fault" | Should -BeLike '*size was sent, after its bytes had arrived*'
            $answers['PUT /size'] = 200, '{}'
            $answers['PUT /data'] = 503, '<Error><Code>SlowDown</Code></Error>'
            "$(Get-Fault { Send-BambuFile $cube -RetryCount 0 })" | Should -BeLike '*bytes were sent*'
            $endpoint.Requests.ToArray().Request | Where-Object { $_ -eq 'PUT /size' } | Should -HaveCount 1
        }
    }
}
