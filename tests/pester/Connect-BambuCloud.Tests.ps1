#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.5.0' }

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'Simulator.psm1') -Force
    $script:cloud = Start-Simulator
    $script:token = ConvertTo-Token $cloud.AccessToken
    $script:endpoints = @{ ApiEndpoint = $cloud.ApiEndpoint; MqttEndpoint = $cloud.MqttEndpoint }
}

AfterAll {
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
            "$fault" | Should -BeLike '*Invalid token*Sign in again*'
            Get-BambuSession | Should -BeNullOrEmpty
        }

        It 'says when one expired, and sends it nowhere' {
            $before = Get-SimulatorRequest $cloud
            $fault = Get-Fault { Connect-BambuCloud -AccessToken (ConvertTo-Token $cloud.ExpiredToken) @endpoints }
            $fault.FullyQualifiedErrorId | Should -BeLike 'BambuCloud.TokenExpired,*'
            $fault.CategoryInfo.Category | Should -Be 'AuthenticationError'
            "$fault" | Should -BeLike "*$((Get-Date).AddDays(-90).ToUniversalTime().ToString('yyyy-MM'))*"
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
            "$fault" | Should -BeLike '*AccessToken*SecureString*'
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
            @{
                Name = 'plain MQTT to another host'
                Endpoint = @{ ApiEndpoint = 'https://api.example'; MqttEndpoint = 'mqtt://us.mqtt.bambulab.com' }; Form = 'mqtts://host'
            }
            @{
                Name = 'a broker without its API'; Endpoint = @{ MqttEndpoint = 'mqtts://broker.example' }; Form = 'without an API endpoint'
            }
            @{ Name = 'a path'; Endpoint = @{ ApiEndpoint = 'api.bambulab.com' }; Form = 'https://host' }
            @{ Name = 'another scheme'; Endpoint = @{ ApiEndpoint = 'ftp://api.bambulab.com' }; Form = 'https://host' }
            @{ Name = 'a password in it'; Endpoint = @{ ApiEndpoint = 'https://me:secret@api.bambulab.com' }; Form = 'https://host' }
        ) {
            $fault = Get-Fault { Connect-BambuCloud -AccessToken $token @Endpoint }
            $fault | Should -HaveCount 1
            $fault.FullyQualifiedErrorId | Should -BeLike 'BambuCloud.InvalidEndpoint,*'
            $fault.CategoryInfo.Category | Should -Be 'InvalidArgument'
            "$fault" | Should -BeLike "*$Form*"
            "$fault" | Should -Not -BeLike '*secret*'
        }

        It 'connects to an API without a broker, and <_> says so before it asks anybody' -ForEach @(
            'Watch-BambuPrinter 01P00A000000001', 'Watch-BambuPrinter -Raw', 'Get-BambuPrinterStatus', 'Show-BambuFleet -TimeoutSec 1'
            'Suspend-BambuPrint 01P00A000000001 -Confirm:$false', 'Wait-BambuPrint 01P00A000000001',
                'Send-BambuPrint 01P00A000000001 (Get-TestFile) -Wait'
        ) {
            $session = Connect-BambuCloud -AccessToken $token -ApiEndpoint $cloud.ApiEndpoint -PassThru
            $session.MqttEndpoint | Should -BeNullOrEmpty
            (Get-BambuDevice).DeviceId | Should -Contain '01P00A000000001'
            $before = Get-RequestCount $cloud '*'
            $fault = Get-Fault ([scriptblock]::Create($_).GetNewClosure())
            $fault.FullyQualifiedErrorId | Should -BeLike 'BambuCloud.BrokerNotNamed,*'
            $fault.ErrorDetails.RecommendedAction | Should -BeLike '*-MqttEndpoint*'
            Get-RequestCount $cloud '*' | Should -Be $before
        }

        It 'connects to an API without a broker, and what only asks the API works: <_>' -ForEach @(
            'Unregister-BambuDevice P1S* -WhatIf', 'Rename-BambuDevice 01P00A000000001 New -WhatIf',
            'Send-BambuPrint 01P00A000000001 CUBE -WhatIf'
        ) {
            Connect-BambuCloud -AccessToken $token -ApiEndpoint $cloud.ApiEndpoint
            $run = Invoke-Pipeline ([scriptblock]::Create($_.Replace('CUBE', "'$(Get-TestFile)'")))
            $run.Error | Should -BeNullOrEmpty
        }

        It 'names the address of a port where nobody listens' {
            $port = Get-ClosedPort
            $fault = Get-Fault { Connect-BambuCloud -AccessToken $token -ApiEndpoint "http://127.0.0.1:$port" }
            $fault.FullyQualifiedErrorId | Should -BeLike 'BambuCloud.ServiceUnreachable,*'
            $fault.CategoryInfo.Category | Should -Be 'ConnectionError'
            "$fault" | Should -BeLike "*127.0.0.1:$port*"
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

    Context 'with a credential' {
        BeforeAll {
            function script:New-Login([string] $Account = $cloud.Account, [string] $Phrase = $cloud.Password) {
                [pscredential]::new($Account, (ConvertTo-Token $Phrase))
            }
            $script:login = '/v1/user-service/user/login'
        }

        BeforeEach {
            Invoke-Simulator $cloud 'sign-in/unlock'
            Invoke-Simulator $cloud 'sign-in/password'
        }

        It 'signs in with the password of an e-mail address or a phone number, and knows when the token was given out' `
            -ForEach 'Account', 'Phone' {
            $session = Connect-BambuCloud -Credential (New-Login $cloud.$_) @endpoints -PassThru
            $session.Uid | Should -Be $cloud.Uid
            ((Get-Date) - $session.IssuedAt).TotalMinutes | Should -BeLessThan 1
            Get-BambuDevice | Should -HaveCount 4
        }

        It 'sends the code where the cloud wants one, says so where nobody can be asked, and goes on with it in the next call (<_>)' `
            -ForEach 'Account', 'Phone' {
            Invoke-Simulator $cloud 'sign-in/code'
            $fault = Get-Fault { Connect-BambuCloud -Credential (New-Login $cloud.$_) @endpoints }
            $fault.FullyQualifiedErrorId | Should -BeLike 'BambuCloud.VerificationCodeRequired,*'
            $fault.CategoryInfo.Category | Should -Be 'AuthenticationError'
            $fault.TargetObject | Should -Be $cloud.$_
            $sent = Get-SignInCode $cloud
            $sent.sentTo | Should -Be $cloud.$_
            $before = Get-RequestCount $cloud "POST $login"
            Connect-BambuCloud -Credential (New-Login $cloud.$_) @endpoints -VerificationCode (ConvertTo-Token $sent.verificationCode)
            Get-RequestCount $cloud "POST $login" | Should -Be ($before + 1)
            (Get-BambuSession).Uid | Should -Be $cloud.Uid
        }

        It 'goes on with the authenticator''s code in the next call' {
            Invoke-Simulator $cloud 'sign-in/tfa'
            $fault = Get-Fault { Connect-BambuCloud -Credential (New-Login) @endpoints }
            $fault.FullyQualifiedErrorId | Should -BeLike 'BambuCloud.TfaCodeRequired,*'
            "$fault" | Should -BeLike '*-TfaCode*-CodeByEmail*'
            $before = Get-RequestCount $cloud "POST $login"
            Connect-BambuCloud -Credential (New-Login) @endpoints -TfaCode (ConvertTo-Token (Get-SignInCode $cloud).tfaCode)
            Get-RequestCount $cloud "POST $login" | Should -Be $before
            (Get-BambuSession).Uid | Should -Be $cloud.Uid
        }

        It 'asks whoever sits at the console for the authenticator''s code, and again after a wrong one' {
            Invoke-Simulator $cloud 'sign-in/tfa'
            $right = (Get-SignInCode $cloud).tfaCode
            $wrong = $right -eq '000000' ? '000001' : '000000'
            $run = Invoke-Answered @"
                `$login = [pscredential]::new('$($cloud.Account)', [Net.NetworkCredential]::new('', '$($cloud.Password)').SecurePassword)
                Connect-BambuCloud -Credential `$login -ApiEndpoint $($cloud.ApiEndpoint) -MqttEndpoint $($cloud.MqttEndpoint) -PassThru
"@ $wrong, $right
            $run.Error | Should -BeNullOrEmpty
            $run.Output.Uid | Should -Be $cloud.Uid
            $run.Asked | Should -HaveCount 2
            $run.Asked | Should -BeLike '*your authenticator shows*'
            $run.Seen | Should -Be $wrong, $right
            ($run.Lines -join "`n").Contains($right) | Should -BeFalse
        }

        It 'gives up after three wrong answers, with the error of the last' {
            Invoke-Simulator $cloud 'sign-in/code'
            $run = Invoke-Answered @"
                `$login = [pscredential]::new('$($cloud.Account)', [Net.NetworkCredential]::new('', '$($cloud.Password)').SecurePassword)
                try { Connect-BambuCloud -Credential `$login -ApiEndpoint $($cloud.ApiEndpoint) -MqttEndpoint $($cloud.MqttEndpoint) }
                catch { `$_ }
"@ '1', '2', '3'
            $run.Asked | Should -HaveCount 3
            $run.Asked | Should -BeLike "*sent to $($cloud.Account)*"
            $run.Output.FullyQualifiedErrorId | Should -BeLike 'BambuCloud.VerificationCodeRefused,*'
        }

        It 'says that the password is refused' {
            $wrong = New-Login -Phrase 'wrong-horse'
            $fault = Get-Fault { Connect-BambuCloud -Credential $wrong @endpoints }
            $fault | Should -HaveCount 1
            $fault.FullyQualifiedErrorId | Should -BeLike 'BambuCloud.PasswordRefused,*'
            "$fault" | Should -BeLike "*$($cloud.Account)*-Region China*"
            ($fault | Get-Appearance) -join "`n" | Should -Not -BeLike '*wrong-horse*'
        }

        It 'says how long the account is locked out' {
            $ids = 1..6 | ForEach-Object {
                (Get-Fault { Connect-BambuCloud -Credential (New-Login -Phrase 'wrong') @endpoints }).FullyQualifiedErrorId
            }
            $ids[4] | Should -BeLike 'BambuCloud.PasswordRefused,*'
            $ids[5] | Should -BeLike 'BambuCloud.TooManySignIns,*'
            $fault = Get-Fault { Connect-BambuCloud -Credential (New-Login) @endpoints }
            $fault.CategoryInfo.Category | Should -Be 'LimitsExceeded'
            "$fault" | Should -Match 'Try again in \d+ s'
        }

        It 'says that a code expired and orders a new one with -ResendCode' {
            Invoke-Simulator $cloud 'sign-in/code'
            $null = Get-Fault { Connect-BambuCloud -Credential (New-Login) @endpoints }
            $used = ConvertTo-Token (Get-SignInCode $cloud).verificationCode
            Connect-BambuCloud -Credential (New-Login) @endpoints -VerificationCode $used
            $fault = Get-Fault { Connect-BambuCloud -Credential (New-Login) @endpoints -VerificationCode $used }
            $fault.FullyQualifiedErrorId | Should -BeLike 'BambuCloud.VerificationCodeExpired,*'
            "$fault" | Should -BeLike '*-ResendCode*'
            (Get-Fault { Connect-BambuCloud -Credential (New-Login) @endpoints -ResendCode }).FullyQualifiedErrorId |
                Should -BeLike 'BambuCloud.VerificationCodeRequired,*'
            Connect-BambuCloud -Credential (New-Login) @endpoints `
                -VerificationCode (ConvertTo-Token (Get-SignInCode $cloud).verificationCode)
            (Get-BambuSession).Uid | Should -Be $cloud.Uid
        }

        It 'tells a site that wants a cookie from one that shows a challenge, and names the other ways' {
            Invoke-Simulator $cloud 'sign-in/tfa'
            Invoke-Simulator $cloud 'sign-in/demand-cookie'
            $code = ConvertTo-Token (Get-SignInCode $cloud).tfaCode
            try {
                $cookie = Get-Fault { Connect-BambuCloud -Credential (New-Login) @endpoints -TfaCode $code }
            }
            finally {
                Invoke-Simulator $cloud 'sign-in/accept-all'
            }
            Add-SimulatorFault $cloud 'POST /api/sign-in/tfa' Html -Status 403
            $challenge = Get-Fault { Connect-BambuCloud -Credential (New-Login) @endpoints -TfaCode $code }
            Add-SimulatorFault $cloud 'GET /api/csrf' Html -Status 403
            $before = Get-Fault { Connect-BambuCloud -Credential (New-Login) @endpoints -TfaCode $code }
            $cookie.FullyQualifiedErrorId | Should -BeLike 'BambuCloud.SignInCookieDemanded,*'
            $before.FullyQualifiedErrorId | Should -BeLike 'BambuCloud.EdgeChallenge,*'
            $challenge.FullyQualifiedErrorId | Should -BeLike 'BambuCloud.EdgeChallenge,*'
            foreach ($fault in $cookie, $challenge, $before) {
                "$fault" | Should -BeLike '*-CodeByEmail*-AccessToken*'
            }
        }

        It 'signs in by a code without a password, also with an authenticator (<Switch>)' -ForEach @(
            @{ Switch = 'CodeByEmail'; Property = 'Account'; Ask = 'code' }
            @{ Switch = 'CodeBySms'; Property = 'Phone'; Ask = 'code' }
            @{ Switch = 'CodeByEmail'; Property = 'Account'; Ask = 'tfa' }
        ) {
            Invoke-Simulator $cloud "sign-in/$Ask"
            $order = @{ $Switch = $true }
            $before = Get-RequestCount $cloud "POST $login"
            $fault = Get-Fault { Connect-BambuCloud -Account $cloud.$Property @order @endpoints }
            $fault.FullyQualifiedErrorId | Should -BeLike 'BambuCloud.VerificationCodeRequired,*'
            "$fault" | Should -BeLike '*-VerificationCode*-ResendCode*'
            Get-RequestCount $cloud "POST $login" | Should -Be $before
            $session = Connect-BambuCloud -Account $cloud.$Property `
                -VerificationCode (Get-SignInCode $cloud).verificationCode @endpoints -PassThru
            $session.Uid | Should -Be $cloud.Uid
            $session.Account | Should -Be $cloud.$Property
        }

        It 'says which switch fits the account' {
            $mail = Get-Fault { Connect-BambuCloud -Account $cloud.Account -CodeBySms @endpoints }
            $phone = Get-Fault { Connect-BambuCloud -Account $cloud.Phone -CodeByEmail @endpoints }
            $mail.FullyQualifiedErrorId | Should -BeLike 'ParameterArgumentValidationError,*'
            "$mail" | Should -BeLike '*e-mail address*-CodeByEmail*'
            "$phone" | Should -BeLike '*phone number*-CodeBySms*'
        }

        It 'does not call a right password wrong (<Fault>)' -ForEach @(
            @{ Fault = @{ Fault = 'Captcha' }; Id = 'EdgeChallenge' }
            @{ Fault = @{ Fault = 'Text'; Status = 418; Words = 'short and stout' }; Id = 'EdgeChallenge' }
            @{ Fault = @{ Fault = 'Empty'; Status = 403 }; Id = 'EdgeChallenge' }
            @{ Fault = @{ Fault = 'Status'; Status = 400; Code = 99; Words = 'Login temporarily unavailable' }; Id = 'ServiceFault' }
        ) {
            $before = Get-RequestCount $cloud "POST $login"
            Add-SimulatorFault $cloud "POST $login" @Fault
            $fault = Get-Fault { Connect-BambuCloud -Credential (New-Login) @endpoints }
            $fault.FullyQualifiedErrorId | Should -BeLike "BambuCloud.$Id,*"
            Get-RequestCount $cloud "POST $login" | Should -Be ($before + 1)
        }

        It 'takes a code as text, as it is typed or copied' -ForEach @(
            @{ Ask = 'code'; Parameter = 'VerificationCode'; Code = 'verificationCode' }
            @{ Ask = 'tfa'; Parameter = 'TfaCode'; Code = 'tfaCode' }
        ) {
            Invoke-Simulator $cloud "sign-in/$Ask"
            $null = Get-Fault { Connect-BambuCloud -Credential (New-Login) @endpoints }
            $typed = @{ $Parameter = " $((Get-SignInCode $cloud).$Code.Insert(3, ' '))" }
            (Connect-BambuCloud -Credential (New-Login) @endpoints @typed -PassThru).Account | Should -Be $cloud.Account
        }
    }

    Context 'without a word' {
        BeforeAll {
            $script:kept = @{}
            foreach ($name in 'BAMBU_ACCESS_TOKEN', 'BAMBU_REGION', 'BAMBU_API_ENDPOINT', 'BAMBU_MQTT_ENDPOINT', 'XDG_STATE_HOME', 'HOME') {
                $kept[$name] = [Environment]::GetEnvironmentVariable($name)
            }
            # A later process of the same user, which has nothing but the environment.
            function script:Invoke-Later([string] $Script) {
                $out = & (Get-PowerShellPath) -NoProfile -NonInteractive -Command "
                    `$ErrorActionPreference = 'Stop'
                    Import-Module '$((Get-Module BambuCloud).Path)'
                    try { $Script } catch { `$_.FullyQualifiedErrorId }"
                $out -join "`n"
            }
        }

        BeforeEach {
            Remove-Item -Path Env:BAMBU_*
            $script:state = (New-Item -ItemType Directory -Path (Join-Path $TestDrive ([guid]::NewGuid()))).FullName
            $env:XDG_STATE_HOME = $state
            $script:onUnix = -not $IsWindows -and -not $IsMacOS
        }

        AfterAll {
            foreach ($name in $kept.Keys) {
                [Environment]::SetEnvironmentVariable($name, $kept[$name])
            }
        }

        It 'takes token, region and endpoints from the environment' {
            $env:BAMBU_ACCESS_TOKEN, $env:BAMBU_REGION = $cloud.AccessToken, 'china'
            $env:BAMBU_API_ENDPOINT, $env:BAMBU_MQTT_ENDPOINT = $cloud.ApiEndpoint, $cloud.MqttEndpoint
            $session = Connect-BambuCloud -PassThru
            $session.Region | Should -Be 'China'
            $session.MqttEndpoint | Should -Be ([uri] $cloud.MqttEndpoint)
            Invoke-Later '(Connect-BambuCloud -PassThru).Uid' | Should -Be $cloud.Uid
        }

        It 'lists the ways where there is none' -Skip:($IsWindows -or $IsMacOS) {
            $fault = Get-Fault { Connect-BambuCloud }
            $fault | Should -HaveCount 1
            $fault.FullyQualifiedErrorId | Should -BeLike 'BambuCloud.SignInRequired,*'
            "$fault" | Should -BeLike '*-Credential*-AccessToken*BAMBU_ACCESS_TOKEN*-Save*'
        }

        It 'takes what -Save kept, in a later process too, until it is forgotten' -Skip:($IsWindows -or $IsMacOS) {
            Connect-BambuCloud -AccessToken $token @endpoints -Save
            Invoke-Later '(Connect-BambuCloud -PassThru).Uid; (Get-BambuDevice).Count' | Should -Be "$($cloud.Uid)`n4"
            Invoke-Later 'Disconnect-BambuCloud -Forget; Connect-BambuCloud' | Should -BeLike 'BambuCloud.SignInRequired,*'
            Get-ChildItem -LiteralPath $state -Recurse -File | Should -BeNullOrEmpty
        }

        It 'opens what -Save kept of -Account, by the name or the number of the account' -Skip:($IsWindows -or $IsMacOS) {
            Invoke-Simulator $cloud 'sign-in/password'
            Connect-BambuCloud -Credential ([pscredential]::new($cloud.Account, (ConvertTo-Token $cloud.Password))) @endpoints -Save
            $saved = Get-BambuSession -Saved
            $saved.Account, $saved.Uid | Should -Be $cloud.Account, $cloud.Uid
            ($saved | Get-Appearance) -join "`n" | Should -Not -Match ([regex]::Escape($cloud.AccessToken))
            foreach ($account in $cloud.Account.ToUpperInvariant(), $cloud.Uid) {
                (Connect-BambuCloud -Account $account -PassThru).Account | Should -Be $cloud.Account
            }
            (Get-Fault { Connect-BambuCloud -Account nobody@example.com }).FullyQualifiedErrorId |
                Should -BeLike 'BambuCloud.SignInRequired,*'
            Disconnect-BambuCloud -Account $cloud.Account -Forget
            Get-BambuSession -Saved | Should -BeNullOrEmpty
            (Get-BambuSession -All).Account | Should -Not -Contain $cloud.Account
            (Get-Fault { Disconnect-BambuCloud -Account $cloud.Account }).FullyQualifiedErrorId | Should -BeLike 'BambuCloud.NotConnected,*'
        }

        It 'keeps file and folder to their owner, and refuses a file that others can read' -Skip:($IsWindows -or $IsMacOS) {
            Connect-BambuCloud -AccessToken $token @endpoints -Save
            $file = Get-ChildItem -LiteralPath $state -Recurse -File
            $file.UnixMode | Should -Be '-rw-------'
            (Get-Item -LiteralPath $file.DirectoryName).UnixMode | Should -Be 'drwx------'
            chmod 644 $file.FullName
            $fault = Get-Fault { Connect-BambuCloud }
            $fault.FullyQualifiedErrorId | Should -BeLike 'BambuCloud.SavedSessionExposed,*'
            $fault.CategoryInfo.Category | Should -Be 'SecurityError'
            "$fault" | Should -BeLike '*0644*chmod go=*'
        }

        It 'keeps the token in the vault that is named' -Skip:(
            $IsWindows -or $IsMacOS -or -not (Get-Module -ListAvailable Microsoft.PowerShell.SecretStore)
        ) {
            $env:HOME = $state
            $script = "
                Reset-SecretStore -Authentication None -Interaction None -Force -Confirm:`$false 3>`$null | Out-Null
                Register-SecretVault -Name TestVault -ModuleName Microsoft.PowerShell.SecretStore -DefaultVault
                `$token = [Net.NetworkCredential]::new('', '$($cloud.AccessToken)').SecurePassword
                Connect-BambuCloud `$token -ApiEndpoint $($cloud.ApiEndpoint) -MqttEndpoint $($cloud.MqttEndpoint) -Vault TestVault"
            Invoke-Later $script | Should -BeNullOrEmpty
            (Get-ChildItem -LiteralPath (Join-Path $state BambuCloud) -File | Get-Content -Raw).Contains($cloud.AccessToken) |
                Should -BeFalse
            Invoke-Later '(Connect-BambuCloud -PassThru).Uid; (Get-SecretInfo -Vault TestVault).Name' |
                Should -Be "$($cloud.Uid)`nBambuCloud $($cloud.Uid) $(([uri] $cloud.ApiEndpoint).Authority)"
            Invoke-Later 'Connect-BambuCloud; Disconnect-BambuCloud -Forget; (Get-SecretInfo -Vault TestVault).Count' | Should -Be '0'
        }

        It 'says what a vault takes that is not there' {
            $fault = Get-Fault { Connect-BambuCloud -AccessToken $token @endpoints -Vault Nowhere }
            $fault.FullyQualifiedErrorId | Should -BeLike 'BambuCloud.VaultUnusable,*'
            $fault.TargetObject | Should -Be 'Nowhere'
            Get-BambuSession | Should -BeNullOrEmpty
        }
    }

    Context 'with several sessions' {
        BeforeAll {
            $script:other = Start-Simulator -Printers 2
        }

        BeforeEach {
            Get-BambuSession -All | Disconnect-BambuCloud
        }

        AfterAll {
            Get-BambuSession -All | Disconnect-BambuCloud
            Stop-Simulator $other
        }

        It 'uses each by -Session, and the last one by default' {
            $one = Connect-BambuCloud -AccessToken $token @endpoints -PassThru
            $two = Connect-BambuCloud -AccessToken (ConvertTo-Token $other.AccessToken) `
                -ApiEndpoint $other.ApiEndpoint -MqttEndpoint $other.MqttEndpoint -Region China -PassThru
            Get-BambuDevice -Session $one | Should -HaveCount 4
            Get-BambuDevice -Session $two | Should -HaveCount 2
            Get-BambuDevice | Should -HaveCount 2
            (Watch-BambuPrinter $cloud.Devices[0] -Session $one -TimeoutSec 20 | Select-Object -First 1).Type | Should -Be 'Snapshot'
            (Get-BambuSession -All).Region | Should -Be 'Global', 'China'
            Disconnect-BambuCloud $two
            Get-BambuDevice -Session $one | Should -HaveCount 4
            (Get-Fault { Get-BambuDevice -Session $two }).FullyQualifiedErrorId | Should -BeLike 'BambuCloud.SessionClosed,*'
            (Get-Fault { Get-BambuDevice }).FullyQualifiedErrorId | Should -BeLike 'BambuCloud.NotConnected,*'
        }

        It 'says that a session of another process cannot be used' {
            $sent = [Management.Automation.PSSerializer]::Deserialize(
                [Management.Automation.PSSerializer]::Serialize((Connect-BambuCloud -AccessToken $token @endpoints -PassThru))
            )
            { Get-BambuDevice -Session $sent } | Should -Throw
        }

        It 'warns within the last week of a token, once' {
            $short = Start-Simulator -TokenLifeSec 259200 -OpaqueTokens
            try {
                $credential = [pscredential]::new($short.Account, (ConvertTo-Token $short.Password))
                Connect-BambuCloud -Credential $credential `
                    -ApiEndpoint $short.ApiEndpoint -WarningVariable warned -WarningAction SilentlyContinue
                $null = Get-BambuDevice -WarningVariable +warned -WarningAction SilentlyContinue
                $warned | Should -HaveCount 1
                $warned | Should -BeLike '*expires on*Connect-BambuCloud*'
            }
            finally {
                Stop-Simulator $short
            }
        }

        It 'tells a session whose token is revoked under way when it was issued' {
            $credential = [pscredential]::new($other.Account, (ConvertTo-Token $other.Password))
            Connect-BambuCloud -Credential $credential -ApiEndpoint $other.ApiEndpoint
            Invoke-Simulator $other 'token/revoke'
            try {
                $fault = Get-Fault { Get-BambuDevice }
            }
            finally {
                Invoke-Simulator $other 'token/restore'
            }
            $fault.FullyQualifiedErrorId | Should -BeLike 'BambuCloud.TokenRefused,*'
            "$fault" | Should -BeLike "*issued on $(Get-Date -Format 'yyyy-MM-dd')*Sign in again: Connect-BambuCloud*"
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
            "$fault" | Should -BeLike '*127.0.0.1*-CACertificatePath*'
        }

        It 'refuses an unknown certificate of the broker' {
            Connect-BambuCloud -AccessToken $token -ApiEndpoint $cloud.ApiEndpoint -MqttEndpoint $encrypted.MqttEndpoint
            $fault = Get-Fault { Watch-BambuPrinter $cloud.Devices[0] -TimeoutSec 20 }
            $fault.FullyQualifiedErrorId | Should -BeLike 'BambuCloud.CertificateRefused,*'
            "$fault" | Should -BeLike '*broker*127.0.0.1*-CACertificatePath*'
        }

        It 'says which certificate file is missing' {
            $fault = Get-Fault { Connect-BambuCloud -AccessToken $tlsToken @tls -CACertificatePath 'TestDrive:/nowhere.pem' }
            $fault.FullyQualifiedErrorId | Should -BeLike 'BambuCloud.FileNotFound,*'
            "$fault" | Should -BeLike '*nowhere.pem*'
        }

        It 'says which certificate file holds no certificate' {
            Set-Content -LiteralPath 'TestDrive:/empty.pem' -Value 'no certificate'
            $fault = Get-Fault { Connect-BambuCloud -AccessToken $tlsToken @tls -CACertificatePath 'TestDrive:/empty.pem' }
            $fault.FullyQualifiedErrorId | Should -BeLike 'BambuCloud.InvalidCertificateFile,*'
            "$fault" | Should -BeLike '*empty.pem*'
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
