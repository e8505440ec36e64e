#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.5.0' }

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'Simulator.psm1') -Force
    $script:cloud = Start-Simulator
    $script:token = ConvertTo-Token $cloud.AccessToken
    $script:endpoints = @{ ApiEndpoint = $cloud.ApiEndpoint; MqttEndpoint = $cloud.MqttEndpoint }
}

AfterAll {
    Disconnect-BambuCloud
    Stop-Simulator $cloud
}

Describe 'Connect-BambuCloud' {
    BeforeEach {
        Disconnect-BambuCloud
    }

    Context 'with a good token' {
        It 'opens the session and writes nothing' {
            Connect-BambuCloud -AccessToken $token @endpoints | Should -BeNullOrEmpty
            (Get-BambuSession).Uid | Should -Be $cloud.Uid
        }

        It 'takes the token by position' {
            Connect-BambuCloud $token @endpoints
            (Get-BambuSession).Uid | Should -Be $cloud.Uid
        }

        It 'writes the session with -PassThru' {
            $session = Connect-BambuCloud -AccessToken $token @endpoints -PassThru
            $session | Should -BeOfType BambuCloud.BambuSession
            $session.Region | Should -Be 'Global'
            $session.ApiEndpoint | Should -Be $cloud.ApiEndpoint
            $session.MqttEndpoint | Should -Be ([uri] $cloud.MqttEndpoint)
            ($session.ExpiresAt - (Get-Date)).TotalDays | Should -BeGreaterThan 89
            ((Get-Date) - $session.ConnectedAt).TotalMinutes | Should -BeLessThan 1
        }

        It 'takes the newline off that a token from a file ends with' {
            Connect-BambuCloud -AccessToken (ConvertTo-Token "$($cloud.AccessToken)`n") @endpoints
            (Get-BambuSession).Uid | Should -Be $cloud.Uid
        }

        It 'asks the cloud whose an opaque token is, and does not know when it ends' {
            $session = Connect-BambuCloud -AccessToken (ConvertTo-Token $cloud.OpaqueToken) @endpoints -PassThru
            $session.Uid | Should -Be $cloud.Uid
            $session.ExpiresAt | Should -BeNullOrEmpty
        }

        It 'takes the region in any case, whatever the culture (<_>)' -ForEach 'en-US', 'de-DE', 'tr-TR' {
            $run = Invoke-Pipeline -Culture $_ -Variables @{ token = $token; endpoints = $endpoints } {
                Connect-BambuCloud -AccessToken $token -Region china @endpoints -PassThru
            }
            $run.Thrown | Should -BeNullOrEmpty
            $run.Output.Region | Should -Be 'China'
        }

        It 'takes the place of the session before' {
            Connect-BambuCloud -AccessToken (ConvertTo-Token $cloud.OpaqueToken) @endpoints
            Connect-BambuCloud -AccessToken $token @endpoints
            (Get-BambuSession).ExpiresAt | Should -Not -BeNullOrEmpty
            Get-BambuDevice | Should -HaveCount 4
        }
    }

    Context 'with a token that is no good' {
        It 'says that the cloud refuses an unknown one' {
            $fault = Get-Fault { Connect-BambuCloud -AccessToken (ConvertTo-Token 'somebody-elses') @endpoints }
            $fault | Should -HaveCount 1
            $fault.FullyQualifiedErrorId | Should -BeLike 'BambuCloud.TokenRefused,*'
            $fault.CategoryInfo.Category | Should -Be 'AuthenticationError'
            $fault.Exception.Message | Should -BeLike '*Invalid token*Get a new token*'
            Get-BambuSession | Should -BeNullOrEmpty
        }

        It 'says when one expired, and sends it nowhere' {
            $before = Get-SimulatorRequest $cloud
            $fault = Get-Fault { Connect-BambuCloud -AccessToken (ConvertTo-Token $cloud.ExpiredToken) @endpoints }
            $fault.FullyQualifiedErrorId | Should -BeLike 'BambuCloud.TokenExpired,*'
            $fault.CategoryInfo.Category | Should -Be 'AuthenticationError'
            $fault.Exception.Message | Should -BeLike "*$((Get-Date).AddDays(-90).ToUniversalTime().ToString('yyyy-MM'))*"
            Get-SimulatorRequest $cloud | Should -Be $before
        }

        It 'tells a token that the cloud calls expired from one that it refuses' {
            $endpoint = Start-Endpoint @{
                'GET /v1/design-user-service/my/preference' = 401, '{"code":1002,"message":"Token expired","error":"TOKEN_EXPIRED"}'
            }
            try {
                $fault = Get-Fault { Connect-BambuCloud -AccessToken (ConvertTo-Token 'opaque') -ApiEndpoint $endpoint.ApiEndpoint }
                $fault.FullyQualifiedErrorId | Should -BeLike 'BambuCloud.TokenExpired,*'
            }
            finally {
                Stop-Endpoint $endpoint
            }
        }

        It 'does not take <Name> for a token' -ForEach @(
            @{ Name = 'nothing'; Text = '' }
            @{ Name = 'blanks'; Text = '  ' }
            @{ Name = 'a header'; Text = 'Bearer abc' }
            @{ Name = 'letters beyond ASCII'; Text = "abc$([char]0xE4)" }
        ) {
            $before = Get-SimulatorRequest $cloud
            $fault = Get-Fault { Connect-BambuCloud -AccessToken (ConvertTo-Token $Text) @endpoints }
            $fault.FullyQualifiedErrorId | Should -BeLike 'BambuCloud.InvalidToken,*'
            $fault.CategoryInfo.Category | Should -Be 'InvalidArgument'
            Get-SimulatorRequest $cloud | Should -Be $before
        }

        It 'does not repeat a token that was given as plain text' {
            $fault = Get-Fault { Connect-BambuCloud -AccessToken $cloud.AccessToken @endpoints }
            $fault.FullyQualifiedErrorId | Should -BeLike 'CannotConvertArgument*'
            $fault.Exception.Message | Should -BeLike '*AccessToken*SecureString*'
            (($fault | Get-Appearance) -join "`n").Contains($cloud.AccessToken) | Should -BeFalse
        }

        It 'leaves the session before as it was' {
            Connect-Simulator $cloud
            $null = Get-Fault { Connect-BambuCloud -AccessToken (ConvertTo-Token 'somebody-elses') @endpoints }
            Get-BambuDevice | Should -HaveCount 4
        }

        It 'is silent with -ErrorAction SilentlyContinue inside try, but does not go on' {
            $after = $false
            try {
                Connect-BambuCloud -AccessToken (ConvertTo-Token 'x') @endpoints -ErrorAction SilentlyContinue -ErrorVariable fault
                $after = $true
            }
            catch {
                $_.FullyQualifiedErrorId | Should -BeLike 'BambuCloud.TokenRefused,*'
            }
            $after | Should -BeFalse
            $fault | Should -Not -BeNullOrEmpty
        }
    }

    Context 'with an endpoint that is no good' {
        It 'refuses <Name>, and says how to give it' -ForEach @(
            @{ Name = 'plain http to another host'; Endpoint = @{ ApiEndpoint = 'http://api.bambulab.com' }; Form = 'https://host' }
            @{ Name = 'plain MQTT to another host'; Endpoint = @{ MqttEndpoint = 'mqtt://us.mqtt.bambulab.com' }; Form = 'mqtts://host' }
            @{ Name = 'a path'; Endpoint = @{ ApiEndpoint = 'api.bambulab.com' }; Form = 'https://host' }
            @{ Name = 'another scheme'; Endpoint = @{ ApiEndpoint = 'ftp://api.bambulab.com' }; Form = 'https://host' }
            @{ Name = 'a password in it'; Endpoint = @{ ApiEndpoint = 'https://me:secret@api.bambulab.com' }; Form = 'https://host' }
        ) {
            $fault = Get-Fault { Connect-BambuCloud -AccessToken $token @Endpoint }
            $fault | Should -HaveCount 1
            $fault.FullyQualifiedErrorId | Should -BeLike 'BambuCloud.InvalidEndpoint,*'
            $fault.CategoryInfo.Category | Should -Be 'InvalidArgument'
            $fault.Exception.Message | Should -BeLike "*$Form*"
            $fault.Exception.Message | Should -Not -BeLike '*secret*'
        }

        It 'names the address of a port where nobody listens' {
            $port = Get-ClosedPort
            $fault = Get-Fault { Connect-BambuCloud -AccessToken $token -ApiEndpoint "http://127.0.0.1:$port" }
            $fault.FullyQualifiedErrorId | Should -BeLike 'BambuCloud.ServiceUnreachable,*'
            $fault.CategoryInfo.Category | Should -Be 'ConnectionError'
            $fault.Exception.Message | Should -BeLike "*127.0.0.1:$port*"
        }

        It 'ends within half a second of being stopped while a server is silent' {
            $silent = [Net.Sockets.TcpListener]::new([Net.IPAddress]::Loopback, 0)
            $silent.Start()
            $pipeline = New-Pipeline -Variables @{ token = $token; port = $silent.LocalEndpoint.Port } {
                Connect-BambuCloud -AccessToken $token -ApiEndpoint "http://127.0.0.1:$port"
            }
            try {
                $null = $pipeline.BeginInvoke()
                $null = Wait-Condition -Because 'the command should call the server' { $silent.Pending() }
                $watch = [Diagnostics.Stopwatch]::StartNew()
                $pipeline.Stop()
                $watch.ElapsedMilliseconds | Should -BeLessThan 500
                $pipeline.InvocationStateInfo.State | Should -Be 'Stopped'
            }
            finally {
                $pipeline.Dispose()
                $silent.Stop()
            }
        }
    }

    Context 'with -TimeoutSec' {
        AfterEach {
            Clear-SimulatorFault $cloud
        }

        It 'ends a call that gets no answer when its time is over' {
            Connect-BambuCloud -AccessToken $token @endpoints -TimeoutSec 1
            Add-SimulatorFault $cloud 'GET /v1/iot-service/api/user/bind' Stall
            $watch = [Diagnostics.Stopwatch]::StartNew()
            $fault = Get-Fault { Get-BambuDevice }
            $watch.Elapsed.TotalSeconds | Should -BeGreaterThan 0.9
            $watch.Elapsed.TotalSeconds | Should -BeLessThan 15
            $fault | Should -HaveCount 1
            $fault.FullyQualifiedErrorId | Should -BeLike 'BambuCloud.TimedOut,*'
            $fault.CategoryInfo.Category | Should -Be 'OperationTimeout'
            Get-BambuDevice | Should -HaveCount 4
        }

        It 'holds for the connecting itself, and leaves the session before as it was' {
            Connect-Simulator $cloud
            Add-SimulatorFault $cloud 'GET /v1/design-user-service/my/preference' Stall
            $fault = Get-Fault { Connect-BambuCloud -AccessToken (ConvertTo-Token $cloud.OpaqueToken) @endpoints -TimeoutSec 1 }
            $fault.FullyQualifiedErrorId | Should -BeLike 'BambuCloud.TimedOut,*'
            (Get-BambuSession).ExpiresAt | Should -Not -BeNullOrEmpty
        }

        It 'does not begin to wait for what it does not last for' {
            Connect-BambuCloud -AccessToken $token @endpoints -TimeoutSec 5
            Add-SimulatorFault $cloud 'GET /v1/iot-service/api/user/bind' Status -Times 9 -Status 429 -RetryAfter 20
            $before = Get-RequestCount $cloud 'GET /v1/iot-service/api/user/bind'
            (Get-Fault { Get-BambuDevice }).FullyQualifiedErrorId | Should -BeLike 'BambuCloud.RateLimited,*'
            Get-RequestCount $cloud 'GET /v1/iot-service/api/user/bind' | Should -Be ($before + 1)
        }

        It 'takes no <_> seconds' -ForEach 0, -1, 2147484, 2147483647 {
            { Connect-BambuCloud -AccessToken $token @endpoints -TimeoutSec $_ } | Should -Throw -ErrorId 'ParameterArgumentValidationError,*'
        }
    }

    Context 'with TLS' {
        BeforeAll {
            $script:encrypted = Start-Simulator -Tls
            $script:tlsToken = ConvertTo-Token $encrypted.AccessToken
            $script:tls = @{ ApiEndpoint = $encrypted.ApiEndpoint; MqttEndpoint = $encrypted.MqttEndpoint }
        }

        AfterAll {
            Stop-Simulator $encrypted
        }

        It 'trusts the roots of -CACertificatePath for REST' {
            Connect-BambuCloud -AccessToken $tlsToken @tls -CACertificatePath $encrypted.CACertificatePath
            Get-BambuDevice | Should -HaveCount 4
        }

        It 'trusts the roots of -CACertificatePath for uploads' {
            Connect-BambuCloud -AccessToken $tlsToken @tls -CACertificatePath $encrypted.CACertificatePath
            Send-BambuFile (Get-TestFile) | Should -HaveCount 1
        }

        It 'trusts the roots of -CACertificatePath for the broker' {
            Connect-BambuCloud -AccessToken $tlsToken @tls -CACertificatePath $encrypted.CACertificatePath
            (Watch-BambuPrinter $encrypted.Devices[0] -TimeoutSec 20 | Select-Object -First 1).Type | Should -Be 'Snapshot'
        }

        It 'finds the roots by a PowerShell path' {
            Copy-Item -LiteralPath $encrypted.CACertificatePath -Destination 'TestDrive:/root.pem'
            Connect-BambuCloud -AccessToken $tlsToken @tls -CACertificatePath 'TestDrive:/root.pem'
            (Get-BambuSession).ApiEndpoint.Scheme | Should -Be 'https'
        }

        It 'refuses an unknown certificate, and says what to do' {
            $fault = Get-Fault { Connect-BambuCloud -AccessToken $tlsToken @tls }
            $fault.FullyQualifiedErrorId | Should -BeLike 'BambuCloud.CertificateRefused,*'
            $fault.CategoryInfo.Category | Should -Be 'SecurityError'
            $fault.Exception.Message | Should -BeLike '*127.0.0.1*-CACertificatePath*'
        }

        It 'refuses an unknown certificate of the broker' {
            Connect-BambuCloud -AccessToken $token -ApiEndpoint $cloud.ApiEndpoint -MqttEndpoint $encrypted.MqttEndpoint
            $fault = Get-Fault { Watch-BambuPrinter $cloud.Devices[0] -TimeoutSec 20 }
            $fault.FullyQualifiedErrorId | Should -BeLike 'BambuCloud.CertificateRefused,*'
            $fault.Exception.Message | Should -BeLike '*broker*127.0.0.1*-CACertificatePath*'
        }

        It 'says which certificate file is missing' {
            $fault = Get-Fault { Connect-BambuCloud -AccessToken $tlsToken @tls -CACertificatePath 'TestDrive:/nowhere.pem' }
            $fault.FullyQualifiedErrorId | Should -BeLike 'BambuCloud.FileNotFound,*'
            $fault.Exception.Message | Should -BeLike '*nowhere.pem*'
        }

        It 'says which certificate file holds no certificate' {
            Set-Content -LiteralPath 'TestDrive:/empty.pem' -Value 'no certificate'
            $fault = Get-Fault { Connect-BambuCloud -AccessToken $tlsToken @tls -CACertificatePath 'TestDrive:/empty.pem' }
            $fault.FullyQualifiedErrorId | Should -BeLike 'BambuCloud.InvalidCertificateFile,*'
            $fault.Exception.Message | Should -BeLike '*empty.pem*'
        }
    }

    Context 'and its secrets' {
        It 'shows the token on no stream' {
            $run = Invoke-Pipeline -Variables @{ token = $token; endpoints = $endpoints } {
                Connect-BambuCloud -AccessToken $token @endpoints -PassThru -Verbose -Debug
                Get-BambuDevice -Verbose -Debug
                Get-BambuSession -Verbose -Debug
            }
            $run.Verbose | Should -Not -BeNullOrEmpty
            $seen = ($run.Output + $run.Verbose + $run.Debug | Get-Appearance) -join "`n"
            $seen.Contains($cloud.AccessToken) | Should -BeFalse
            $seen.Contains($cloud.AccessToken.Split('.')[2]) | Should -BeFalse
        }

        It 'shows the token in no error' {
            $faults = @(
                Get-Fault { Connect-BambuCloud -AccessToken $token -ApiEndpoint "http://127.0.0.1:$(Get-ClosedPort)" }
                Get-Fault { Connect-BambuCloud -AccessToken (ConvertTo-Token $cloud.ExpiredToken) @endpoints }
                Get-Fault { Connect-BambuCloud -AccessToken (ConvertTo-Token "$($cloud.AccessToken) x") @endpoints }
            )
            $faults | Should -HaveCount 3
            $seen = ($faults | Get-Appearance) -join "`n"
            $seen.Contains($cloud.AccessToken) | Should -BeFalse
            $seen.Contains($cloud.ExpiredToken) | Should -BeFalse
            # Where there is no DPAPI, Export-Clixml writes a SecureString as the hexadecimal of its letters.
            $hidden = [Convert]::ToHexString([Text.Encoding]::Unicode.GetBytes($cloud.AccessToken))
            $seen.Contains($hidden, [StringComparison]::OrdinalIgnoreCase) | Should -BeFalse
        }
    }
}
