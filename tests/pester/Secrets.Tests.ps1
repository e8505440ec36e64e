#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.5.0' }

BeforeDiscovery {
    # Every cmdlet. Each script runs twice: before a transcript, and with all streams caught.
    $script:commands = @{
        'Connect-BambuCloud'     = {
            Connect-BambuCloud -AccessToken $token @api -PassThru
            Connect-BambuCloud -Credential $account @api -PassThru -Save
        }
        'Connect-BambuPrinter'   = {
            Connect-BambuPrinter @printer -AcceptNewCertificate -Save -PassThru
            Connect-BambuPrinter -Saved -PassThru
            Watch-BambuPrinter $first -TimeoutSec 1
            Watch-BambuPrinter $first -Raw -TimeoutSec 1
            Disconnect-BambuPrinter
        }
        'Disconnect-BambuPrinter' = { Disconnect-BambuPrinter; Disconnect-BambuPrinter nowhere -Forget; Disconnect-BambuPrinter -Forget }
        'Find-BambuPrinter'      = { Find-BambuPrinter -TimeoutSec 1; Find-BambuPrinter -Port 0 }
        'Disconnect-BambuCloud'  = { Disconnect-BambuCloud; Disconnect-BambuCloud -Forget; Connect-BambuCloud $token @api }
        'Get-BambuSession'       = { Get-BambuSession; Get-BambuSession -All }
        'Get-BambuDevice'        = { Get-BambuDevice }
        'Get-BambuDeviceInfo'    = { Get-BambuDevice | Get-BambuDeviceInfo }
        'Get-BambuFirmware' = { Get-BambuFirmware $first }
        'Register-BambuDevice'   = {
            Register-BambuDevice 01P00A00000ABCD New $goodBindCode
            Register-BambuDevice 01P00A00000ABCD New $bindCode
            Register-BambuDevice 01P00A00000ABCD New $bindCode -WhatIf
        }
        'Unregister-BambuDevice' = { Unregister-BambuDevice 01P00A00000ABCD -Confirm:$false }
        'Rename-BambuDevice'     = { Rename-BambuDevice $first 'P1S 1' -PassThru }
        'Get-BambuPrintFile'     = { Get-BambuPrintFile $cube }
        'Export-BambuThumbnail'  = { Export-BambuThumbnail (Get-TestFile cube-p1s.gcode.3mf) -Destination $folder -Force }
        'Test-BambuPrint'        = { Test-BambuPrint $first $cube }
        'Send-BambuFile'         = { Send-BambuFile $cube }
        'Send-BambuPrint'        = {
            Send-BambuPrint $cube -DeviceId $first
            Send-BambuPrint -FileUrl $signedUrl -FileName a.3mf -DeviceId $second
        }
        'Get-BambuPrinterFile'   = { Connect-BambuPrinter @printer -AcceptNewCertificate; Get-BambuPrinterFile $first /model }
        'Receive-BambuPrinterFile' = {
            Connect-BambuPrinter @printer -AcceptNewCertificate
            Send-BambuFile $cube -DeviceId $first
            Get-BambuPrinterFile $first | Receive-BambuPrinterFile -Destination $folder -Force
        }
        'Remove-BambuPrinterFile' = {
            Connect-BambuPrinter @printer -AcceptNewCertificate
            Send-BambuFile $cube -DeviceId $first | Remove-BambuPrinterFile -Confirm:$false
        }
        'Save-BambuSnapshot'     = {
            Connect-BambuPrinter @printer -AcceptNewCertificate
            Save-BambuSnapshot $first -Path (Join-Path $folder shot.jpg) -Force -PassThru
            Disconnect-BambuPrinter -Forget
        }
        'Get-BambuPrint'         = { Get-BambuPrint }
        'Watch-BambuPrinter'     = { Watch-BambuPrinter $first -TimeoutSec 1; Watch-BambuPrinter $first -Raw -TimeoutSec 1 }
        'Get-BambuPrinterStatus' = { Get-BambuPrinterStatus $first }
        'Show-BambuFleet'        = { Show-BambuFleet -TimeoutSec 1 }
        'Suspend-BambuPrint'     = { Suspend-BambuPrint $first -TimeoutSec 1 -Confirm:$false }
        'Resume-BambuPrint'      = { Resume-BambuPrint $first -TimeoutSec 1 -Confirm:$false }
        'Stop-BambuPrint'        = { Stop-BambuPrint $first -TimeoutSec 1 -Confirm:$false }
        'Wait-BambuPrint'        = { Wait-BambuPrint $first -TimeoutSec 1 -PassThru }
        'Get-BambuTask'          = { Get-BambuTask -First 3; Get-BambuTask -TaskId 410000001 }
        'New-BambuTask'          = { New-BambuTask -ModelId m -Title t -ProfileId p -DeviceId $first }
        'Get-BambuProject'       = { Get-BambuProject -First 2; Get-BambuProject proj_001 }
        'Get-BambuNotification'  = { Get-BambuNotification }
        'Get-BambuMessage'       = { Get-BambuMessage -First 3; Get-BambuMessage -UnreadCount }
        'Get-BambuAccount'       = { Get-BambuAccount }
        'Get-BambuFilament'      = { Get-BambuFilament }
        'Get-BambuCodeText'      = { $env:BAMBU_CODE_TEXTS = '0'; Get-BambuCodeText 0300_8016 }
        'Set-BambuNotification'  = { Set-BambuNotification notif_0001 -Read -PassThru }
    }

    # Every kind of error. 'Order' lets the simulated cloud fail; $answers is what an endpoint with secrets of its own answers.
    $info = 'GET /v1/iot-service/api/user/device/info'
    $start = 'POST /v1/iot-service/api/user/print'
    $script:kinds = @{
        NotConnected             = { Disconnect-BambuCloud; Get-BambuDevice }
        SessionClosed            = {
            $own = Connect-BambuCloud $token @api -PassThru
            Disconnect-BambuCloud $own
            Get-BambuDevice -Session $own
        }
        TokenRefused             = { Connect-BambuCloud (ConvertTo-Token $secrets.wrongToken) @api }
        TokenExpired             = { Connect-BambuCloud (ConvertTo-Token $secrets.expiredToken) @api }
        InvalidToken             = { Connect-BambuCloud (ConvertTo-Token "Bearer $($secrets.wrongToken)") @api }
        PrinterUnreachable       = { Connect-BambuPrinter 127.0.0.1 -MqttPort (Get-ClosedPort) -AccessCode $printer.AccessCode }
        PrinterNotFound          = { Disconnect-BambuPrinter -Forget; Connect-BambuPrinter -Saved }
        PrinterCertificateUnknown = { Disconnect-BambuPrinter -Forget; Connect-BambuPrinter @printer }
        PrinterCertificateChanged = {
            Connect-BambuPrinter @printer -AcceptNewCertificate
            Invoke-Simulator $cloud "lan/$first/renew-certificate"
            Connect-BambuPrinter @printer
            Disconnect-BambuPrinter -Forget
        }
        PrinterCertificateRefused = { Connect-BambuPrinter @printer -DeviceId $second }
        AccessCodeRequired       = {
            Disconnect-BambuCloud
            Connect-BambuPrinter $printer.Address -MqttPort $printer.MqttPort -AcceptNewCertificate
            Disconnect-BambuPrinter -Forget
        }
        AccessCodeRefused        = {
            Connect-BambuPrinter $printer.Address -MqttPort $printer.MqttPort -AccessCode $bindCode -AcceptNewCertificate
            Disconnect-BambuPrinter -Forget
        }
        PrinterNotConnected      = { Get-BambuPrinterFile $second }
        HandoverFailed           = { Send-BambuPrint $first $cube -Via BambuConnect -Wait }
        SignatureRequired        = {
            Clear-Printer $cloud
            Connect-BambuPrinter @printer -AcceptNewCertificate
            Invoke-Simulator $cloud "printers/$first/refuse"
            Send-BambuPrint $first $cube -Via Lan
            Invoke-Simulator $cloud "printers/$first/obey"
            Disconnect-BambuPrinter -Forget
        }
        CameraUnavailable        = {
            $streaming = Get-PrinterAddress $cloud -Index 1
            Connect-BambuPrinter @streaming -AcceptNewCertificate
            Save-BambuSnapshot $second -Path (Join-Path $folder none.jpg)
            Disconnect-BambuPrinter -Forget
        }
        PrinterStorageMissing    = {
            Connect-BambuPrinter @printer -AcceptNewCertificate
            Invoke-Simulator $cloud "lan/$first/remove-card"
            Send-BambuFile $cube -DeviceId $first
            Invoke-Simulator $cloud "lan/$first/insert-card"
            Disconnect-BambuPrinter -Forget
        }
        PrinterStorageFull       = {
            Connect-BambuPrinter @printer -AcceptNewCertificate
            Invoke-Simulator $cloud "lan/$first/fill-card"
            Send-BambuFile $cube -DeviceId $first
            Invoke-Simulator $cloud "lan/$first/free-card"
            Disconnect-BambuPrinter -Forget
        }
        PrinterFileNotFound      = {
            Connect-BambuPrinter @printer -AcceptNewCertificate
            Receive-BambuPrinterFile $first /none.3mf -Destination $folder
            Disconnect-BambuPrinter -Forget
        }
        InvalidPrinterPath       = {
            Connect-BambuPrinter @printer -AcceptNewCertificate
            Get-BambuPrinterFile $first ../x
            Disconnect-BambuPrinter -Forget
        }
        DiscoveryFailed          = {
            $taken = [Net.Sockets.UdpClient]::new([Net.IPEndPoint]::new([Net.IPAddress]::Any, 0))
            Find-BambuPrinter -Port $taken.Client.LocalEndPoint.Port -TimeoutSec 1
            $taken.Dispose()
        }
        SavedPrinterExposed      = {
            Connect-BambuPrinter @printer -AcceptNewCertificate -Save
            chmod 644 (Get-ChildItem $env:XDG_STATE_HOME -Recurse -Filter *.printer.json)
            Connect-BambuPrinter @printer
            Disconnect-BambuPrinter -Forget
        }
        SavedPrinterUnusable     = {
            Connect-BambuPrinter @printer -AcceptNewCertificate -Save
            $file = Get-ChildItem $env:XDG_STATE_HOME -Recurse -Filter *.printer.json
            Set-Content $file '{'
            Connect-BambuPrinter @printer
            Remove-Item $file
            Disconnect-BambuPrinter
        }
        SignInRequired           = { Connect-BambuCloud -ApiEndpoint https://unknown.example }
        PasswordRefused          = { Connect-BambuCloud -Credential $wrongAccount @api }
        VerificationCodeRequired = { $answers.$login = $wantsCode; Connect-BambuCloud -Credential $account @marked }
        VerificationCodeRefused  = {
            $answers.$login = $refusal
            Connect-BambuCloud -Credential $account -VerificationCode $verificationCode @marked
        }
        VerificationCodeExpired  = {
            $answers.$login = $expiry
            Connect-BambuCloud -Credential $account -VerificationCode $verificationCode @marked
        }
        TfaCodeRequired          = { $answers.$login = $wantsTfa; Connect-BambuCloud -Credential $account @marked }
        TfaCodeRefused           = {
            $answers.$login = $wantsTfa
            $answers.$tfa = $refusal
            Connect-BambuCloud -Credential $account -TfaCode $tfaCode @marked
        }
        TfaExpired               = {
            $answers.$login = $wantsTfa
            $answers.$tfa = $expiry
            Connect-BambuCloud -Credential $account -TfaCode $tfaCode @marked
        }
        TooManySignIns           = { $answers.$login = 429, '{"code":429}'; Connect-BambuCloud -Credential $account @marked }
        SignInCookieDemanded     = {
            $answers.$login = $wantsTfa
            $answers.$tfa = 403, '{"error":"missing_cookie"}'
            Connect-BambuCloud -Credential $account -TfaCode $tfaCode @marked
        }
        InvalidEnvironment       = {
            $env:BAMBU_ACCESS_TOKEN, $env:BAMBU_REGION = $secrets.opaqueToken, 'Mars'
            try { Connect-BambuCloud } finally { $env:BAMBU_ACCESS_TOKEN = $env:BAMBU_REGION = $null }
        }
        SavedSessionExposed      = {
            Connect-BambuCloud $token @api -Save
            chmod 644 (Get-ChildItem $env:XDG_STATE_HOME -Recurse -Filter *.session.json)
            try { Connect-BambuCloud } finally { Disconnect-BambuCloud -Forget }
        }
        SavedSessionUnusable     = {
            Connect-BambuCloud $token @api -Save
            $file = Get-ChildItem $env:XDG_STATE_HOME -Recurse -Filter *.session.json
            $good = Get-Content $file -Raw
            $secret = $secrets.accessToken
            $good.Substring(0, $good.IndexOf('.')), "{`"$secret`":!", "{`"region`":`"$secret`"}",
                $secret, "[`"$secret`"]", $good.Replace($secret, "$secret\q"),
            $good.Replace('"http', "`"h ttp://$secret").Replace('"mqtt', "`"//$secret"), '{}' | ForEach-Object {
                Set-Content $file $_
                try { Connect-BambuCloud } catch { $_ }
            }
            Disconnect-BambuCloud -Forget
        }
        VaultUnusable            = { Connect-BambuCloud $token @api -Vault Nowhere 3> $null }
        Forbidden                = { Order $info 403 8; Get-BambuDeviceInfo $first }
        NotFound                 = { Order $info 404 404; Get-BambuDeviceInfo $first }
        DeviceNotFound           = { Order $info 404 1003; Get-BambuDeviceInfo $first }
        DeviceOffline            = { Order $info 400 1004; Get-BambuDeviceInfo $first }
        PrintRejected            = { Order $start 400 1005; Send-BambuPrint -FileUrl $signedUrl -FileName a.3mf -DeviceId $first }
        PrintStartNotAllowed     = { Order $start 405 405; Send-BambuPrint -FileUrl $signedUrl -FileName a.3mf -DeviceId $first }
        PrintStartUnconfirmed    = { Order $start 500 500; Send-BambuPrint -FileUrl $signedUrl -FileName b.3mf -DeviceId $first }
        MethodNotAllowed         = { Order $info 405 405; Get-BambuDeviceInfo $first }
        NotOffered               = {
            Add-SimulatorFault $cloud 'GET /v1/iot-service/api/user/notification' ErrorIn200 -Code 0
            Get-BambuNotification
        }
        ChangeNotMade            = {
            Add-SimulatorFault $cloud 'PATCH /v1/iot-service/api/user/device/info' ErrorIn200 -Code 0
            Rename-BambuDevice $first Other
        }
        RateLimited              = { Add-SimulatorFault $cloud $info Status -Status 429 -RetryAfter 120; Get-BambuDeviceInfo $first }
        EdgeChallenge            = { Add-SimulatorFault $cloud $info Html -Status 403; Get-BambuDeviceInfo $first }
        RequestRejected          = {
            Add-SimulatorFault $cloud 'POST /v1/iot-service/api/user/bind' ErrorIn200 -Code 77
            Register-BambuDevice 01P00A00000ABCD New $bindCode
        }
        ServiceFault             = {
            Add-SimulatorFault $cloud 'POST /v1/user-service/my/task' Status -Status 503
            New-BambuTask -ModelId m -Title t -ProfileId p -DeviceId $first
        }
        UnexpectedResponse       = { Add-SimulatorFault $cloud $info NotJson; Get-BambuDeviceInfo $first }
        ServiceUnreachable       = { Connect-BambuCloud $token -ApiEndpoint "http://127.0.0.1:$(Get-ClosedPort)" }
        ConnectionLost           = {
            Add-SimulatorFault $cloud 'POST /v1/user-service/my/task' Lost
            New-BambuTask -ModelId m -Title t -ProfileId p -DeviceId $first
        }
        TimedOut                 = {
            Add-SimulatorFault $cloud 'GET /v1/iot-service/api/user/bind' Stall
            Connect-BambuCloud $token @api -TimeoutSec 1
        }
        CertificateRefused       = { Connect-BambuCloud $token -ApiEndpoint ($api.ApiEndpoint -replace '^http', 'https') }
        InvalidEndpoint          = {
            Connect-BambuCloud $token -ApiEndpoint "https://me:$($secrets.wrongToken)@cloud.example/?token=$($secrets.wrongToken)"
        }
        BrokerNotNamed           = { Connect-BambuCloud $token -ApiEndpoint $api.ApiEndpoint; Get-BambuPrinterStatus $first }
        InvalidCertificateFile   = { Connect-BambuCloud $token @api -CACertificatePath $cube }
        InvalidSetting           = { $round = @{}; $round.round = $round; Send-BambuPrint $cube -DeviceId $first -Setting $round }
        InvalidPattern           = { Get-BambuDevice 'P1[S' }
        InvalidFileUrl           = {
            Send-BambuPrint -FileUrl ([uri] "$signedUrl".Replace('https', 'ftp')) -FileName a.3mf -DeviceId $first
        }
        SubscriptionRefused      = { Invoke-Simulator $cloud "printers/$last/refuse-subscription"; Watch-BambuPrinter $last -TimeoutSec 5 }
        PrintNotFinished         = {
            Clear-Printer $cloud
            Invoke-Simulator $cloud "printers/$third/start"
            # It fails once somebody has asked for its state.
            $ending = Start-ThreadJob -ArgumentList $api.ApiEndpoint, $third, (Get-RequestCount $cloud 'MQTT pushall') {
                while ((Invoke-RestMethod "$($args[0])_sim/state").requests.'MQTT pushall' -le $args[2]) { [Threading.Thread]::Sleep(20) }
                Invoke-RestMethod -Method Post "$($args[0])_sim/printers/$($args[1])/fail"
            }
            Wait-BambuPrint $third -TimeoutSec 10
            Remove-Job $ending -Force
        }
        WaitTimedOut             = {
            Clear-Printer $cloud
            Invoke-Simulator $cloud "printers/$third/start"
            Wait-BambuPrint $third -TimeoutSec 2
        }
        CommandRefused           = { Clear-Printer $cloud; Suspend-BambuPrint $first }
        CommandUnconfirmed       = {
            Invoke-Simulator $cloud "printers/$first/start"
            Invoke-Simulator $cloud "printers/$first/ignore"
            Suspend-BambuPrint $first -TimeoutSec 1
            Invoke-Simulator $cloud "printers/$first/obey"
        }
        CodeTextsUnavailable     = { $env:BAMBU_CODE_TEXTS = '0'; Get-BambuCodeText 0300_8016 }
        InvalidCode              = { $env:BAMBU_CODE_TEXTS = '0'; Get-BambuCodeText xyz }
        DeviceBusy               = {
            Clear-Printer $cloud
            Invoke-Simulator $cloud "printers/$second/start" # The first one may have still to say that its print was cancelled.
            Send-BambuPrint $second $cube
            Clear-Printer $cloud
        }
        DeviceNameAmbiguous      = { Rename-BambuDevice $second 'P1S 1'; Get-BambuDevice 'P1S 1'; Rename-BambuDevice $second 'X1 Carbon 1' }
        FileNotFound             = { Send-BambuFile (Join-Path $folder none.3mf) }
        NotAFile                 = { Send-BambuFile $folder }
        FileEmpty                = { Send-BambuFile (New-Item (Join-Path $folder empty.3mf) -Force) }
        FileTooLarge             = {
            $large = [IO.File]::Create((Join-Path $folder large.gcode))
            $large.SetLength(5gb + 1)
            $large.Dispose()
            Send-BambuFile $large.Name
        }
        InvalidFileName          = { Send-BambuFile -LiteralPath (Copy-Item $cube (Join-Path $folder "a`tb.3mf") -PassThru) }
        PlateNotFound            = { Send-BambuPrint $cube -DeviceId $first -Plate 99 }
        PrinterModelMismatch     = {
            Send-BambuPrint (New-PrintFile (Join-Path $folder "$(New-Guid).3mf") @{ Model = 'N2S' }) -DeviceId $second
        }
        NozzleMismatch           = {
            Send-BambuPrint (New-PrintFile (Join-Path $folder "$(New-Guid).3mf") @{ Nozzle = '0.6' }) -DeviceId $first
        }
        FilamentMissing          = { Send-BambuPrint $first (Get-TestFile cube-p1s.gcode.3mf) -Plate 1 -AmsMapping @{ 1 = 'Z9' } }
        ThumbnailMissing         = { Export-BambuThumbnail $cube -Plate 9 -Destination $folder }
        FileExists               = { 1, 2 | ForEach-Object { Export-BambuThumbnail $cube -Destination $folder } }
        FileUnwritable           = {
            $null = New-Item -ItemType Directory (Join-Path $folder 'taken/cube_plate_1.png') -Force
            Export-BambuThumbnail $cube -Destination (Join-Path $folder taken) -Force
        }
        NotAPrintFile            = { Set-Content (Join-Path $folder text.3mf) 'a text'; Get-BambuPrintFile (Join-Path $folder text.3mf) }
        FileDamaged              = {
            New-DamagedFile $cube (Join-Path $folder damaged.gcode.3mf)
            Send-BambuPrint $first (Join-Path $folder damaged.gcode.3mf)
        }
        NotSliced                = { Send-BambuPrint (Get-TestFile cube-unsliced.3mf) -DeviceId $first }
        UploadFailed             = { Connect-BambuCloud (ConvertTo-Token $secrets.opaqueToken) @marked; Send-BambuFile $cube -RetryCount 1 }
    }
    $script:unprovoked = @{
        TokenExpiring    = 'is a warning, which is looked for with a token of a week below'
        ReportUnreadable = 'is a warning, about a printer''s id'
        BrokerUnavailable = 'takes a broker that refuses, whose words the client''s tests look at'
        ItemUnnamed      = 'is a warning, about how many items of a list have no id'
        ListIncomplete   = 'is a warning, about how many items of a list came'
        PrinterBusy           = 'takes a printer that serves others; its words are looked at in the client''s tests, as those below'
        PrinterFileRefused    = 'takes a printer''s file server that refuses'
        DownloadFailed        = 'takes a printer''s file server that breaks off'
        FileUnreadable   = 'takes a file that this user cannot read, and tests may run as root; its text is the system''s, about a path'
    }

    # What PowerShell itself says of a secret that is given in a way that no parameter takes.
    $script:more = @{
        'a plain token'              = { Connect-BambuCloud -AccessToken $secrets.wrongToken }
        'a plain verification code'  = { Connect-BambuCloud -Credential $account -VerificationCode $secrets.verificationCode }
        'a plain authenticator code' = { Connect-BambuCloud -Credential $account -TfaCode $secrets.tfaCode }
        'a plain bind code'          = { Register-BambuDevice 01P New $secrets.bindCode }
        'a token for a credential'   = { Connect-BambuCloud -Credential $token }
        'a sign-in that succeeds'    = {
            $answers.$login = 200, (@{
                accessToken = $secrets.newToken; refreshToken = $secrets.refreshToken; expiresIn = 60; tfaKey = $secrets.tfaKey
            } | ConvertTo-Json)
            Connect-BambuCloud -Credential $account @marked -PassThru
            Get-BambuDevice
        }
        'an authenticator''s code'   = {
            Invoke-Simulator $cloud 'sign-in/tfa'
            try {
                $code = (Invoke-RestMethod "$($api.ApiEndpoint)_sim/sign-in" -Verbose:$false -Debug:$false).tfaCode
                Connect-BambuCloud -Credential $account -TfaCode (ConvertTo-Token $code) @api -PassThru
            }
            finally { Invoke-Simulator $cloud 'sign-in/password' }
        }
        'a token of the environment' = {
            $env:BAMBU_ACCESS_TOKEN, $env:BAMBU_API_ENDPOINT, $env:BAMBU_MQTT_ENDPOINT =
                $secrets.opaqueToken, $api.ApiEndpoint, $api.MqttEndpoint
            try {
                Connect-BambuCloud -PassThru
            } finally {
                $env:BAMBU_ACCESS_TOKEN = $env:BAMBU_API_ENDPOINT = $env:BAMBU_MQTT_ENDPOINT = $null
            }
        }
        'a vault that quotes it'     = {
            if (Get-Module Microsoft.PowerShell.SecretManagement -ListAvailable) {
                Register-SecretVault -Name Loud -ModuleName ([IO.Path]::Combine($env:XDG_STATE_HOME, 'LoudVault', 'LoudVault.psd1'))
            }
            Connect-BambuCloud $token @api -Vault Loud
        }
    }
    foreach ($all in $commands, $kinds, $more) {
        foreach ($name in @($all.Keys)) {
            $all[$name] = "$($all[$name])".Replace('$info', "'$info'").Replace('$start', "'$start'")
        }
    }
    $script:profiles = 'documented', 'live'
}

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'Simulator.psm1') -Force

    # The forms that a secret may be seen in: as it is, in an address, in JSON,
    # in base64 at any offset, and as Export-Clixml hides it without DPAPI.
    function Get-Form([string] $Secret) {
        $Secret
        [uri]::EscapeDataString($Secret)
        ($Secret | ConvertTo-Json).Trim('"')
        foreach ($encoding in [Text.Encoding]::UTF8, [Text.Encoding]::Unicode) {
            $bytes = $encoding.GetBytes($Secret)
            [Convert]::ToHexString($bytes)
            foreach ($offset in 0..2) {
                $text = [Convert]::ToBase64String([byte[]]::new($offset) + $bytes)
                # What stands beside it does not change these.
                $text.Substring((0, 2, 3)[$offset], [int] [Math]::Floor(($offset + $bytes.Length) / 3) * 4 - (0, 2, 3)[$offset])
            }
        }
    }

    $script:forms = @{}

    # The names of the secrets that a text holds. Digits within longer ones are no code.
    function Find-Secret([string] $Text, [hashtable] $Secret) {
        foreach ($name in $Secret.Keys) {
            $found = foreach ($form in ($forms[$Secret[$name]] ??= @(Get-Form $Secret[$name] | Select-Object -Unique))) {
                if ($form -match '^\d+$') { [regex]::IsMatch($Text, "(?<!\d)$form(?!\d)") }
                else { $Text.Contains($form, $form -match '^[0-9A-F]+$' ? 'OrdinalIgnoreCase' : 'Ordinal') }
            }
            if ($found -contains $true) { $name }
        }
    }

    # What a process does that is as loud as it can be. It leaves a text for each script, what was shown meanwhile, and the ids of errors.
    $script:loud = {
        param([string] $Module, [string] $GivenFile, [string] $Seen)
        $PSStyle.OutputRendering = 'PlainText'
        Import-Module $Module
        $given = Import-Clixml $GivenFile
        $cloud, $secrets, $folder = $given.Cloud, $given.Secrets, $given.Folder
        $first, $second, $third, $last = $cloud.Devices
        $cube = Get-TestFile
        $api = @{ ApiEndpoint = $cloud.ApiEndpoint; MqttEndpoint = $cloud.MqttEndpoint }
        $token, $bindCode, $goodBindCode, $verificationCode, $tfaCode = $secrets.accessToken, $secrets.bindCode,
            $secrets.goodBindCode, $secrets.verificationCode, $secrets.tfaCode | ForEach-Object { ConvertTo-Token $_ }
        $account = [pscredential]::new('maker@example.com', (ConvertTo-Token $secrets.password))
        $values = @{ # What only the scripts use.
            printer      = @{
                Address    = $cloud.LanPrinters[0].host
                MqttPort   = $cloud.LanPrinters[0].mqttPort
                FtpsPort   = $cloud.LanPrinters[0].ftpsPort
                CameraPort = $cloud.LanPrinters[0].cameraPort
                AccessCode = ConvertTo-Token $cloud.LanPrinters[0].accessCode
            }
            wrongAccount = [pscredential]::new('maker@example.com', (ConvertTo-Token $secrets.wrongPassword))
            signedUrl    = [uri] "https://s3.example/a?Expires=1&Signature=$($secrets.signature)"
            login        = 'POST /v1/user-service/user/login'
            tfa          = 'POST /api/sign-in/tfa'
            refusal      = 400, '{"code":2,"message":"wrong"}'
            expiry       = 400, '{"code":1,"message":"expired"}'
            wantsCode    = 200, '{"accessToken":"","loginType":"verifyCode"}'
            wantsTfa     = 200, (@{ loginType = 'tfa'; tfaKey = $secrets.tfaKey } | ConvertTo-Json)
        }
        $storage = { param($Type) @{ type = $Type; url = "{0}$Type`?Signature=$($secrets.signature)" } }
        $answers = @{
            'POST /v1/user-service/user/sendemail/code' = 200, '{}'
            'GET /v1/design-user-service/my/preference' = 200, '{"uid":4711}'
            'GET /v1/iot-service/api/user/bind'         = 200, (@{ message = 'success'; devices = @(@{
                        dev_id = '01P'; name = 'P1S'; dev_access_code = $secrets.markedAccessCode; echo = $secrets.newToken
                        picture = "https://s3.example/a?Signature=$($secrets.signature)"; more = @{ token = $secrets.refreshToken }
                    }) } | ConvertTo-Json -Depth 5)
            'GET /v1/iot-service/api/user/upload'       = 200, (@{ urls = @((& $storage filename), (& $storage size)) } | ConvertTo-Json)
            'PUT /filename'                             = 403,
                "<Error><Code>AccessDenied</Code><Message>Signature=$($secrets.signature) has expired</Message></Error>"
        }
        $endpoint = Start-Endpoint $answers
        $values.marked = @{ ApiEndpoint = $endpoint.ApiEndpoint }
        $values.GetEnumerator() | ForEach-Object { Set-Variable $_.Key $_.Value }
        function Order($Route, $Status, $Code) { Add-SimulatorFault $cloud $Route Status -Status $Status -Code $Code }

        function Write-Seen([string] $Name, [object[]] $Things) {
            foreach ($thing in $Things) {
                $isError = $thing -is [Management.Automation.ErrorRecord]
                # Errors and lines lead to all of the engine.
                $depth = $isError ? 2 : $thing -is [Management.Automation.InformationalRecord] ? 1 : 6
                @(
                    "$thing"
                    $thing | Format-Table | Out-String -Width 4096
                    $thing | Format-List * -Force | Out-String -Width 4096
                    try { $thing | ConvertTo-Json -Depth $depth -WarningAction Ignore } catch { "$_" } # Errors hold what JSON cannot.
                    [Management.Automation.PSSerializer]::Serialize($thing, $depth)
                    if ($isError) {
                        Get-Error -InputObject $thing | Out-String -Width 4096
                        for ($fault = $thing.Exception; $fault; $fault = $fault.InnerException) {
                            "$fault"
                            $fault | Format-List * -Force | Out-String -Width 4096
                            $fault.Data | Out-String
                        }
                        $thing.InvocationInfo | Format-List * -Force | Out-String -Width 4096
                        [Management.Automation.PSSerializer]::Serialize($thing.InvocationInfo, 1)
                    }
                ) | Add-Content (Join-Path $Seen "$Name.txt")
            }
        }

        $VerbosePreference = $DebugPreference = $InformationPreference = $WarningPreference = 'Continue'
        $PSDefaultParameterValues['*-Bambu*:Verbose'] = $PSDefaultParameterValues['*-Bambu*:Debug'] = $true
        $PSDefaultParameterValues['*-Bambu*:Confirm'] = $false # Before PowerShell 7.6, -Debug asks before each change.
        $ids = @{}
        $null = Start-Transcript (Join-Path $Seen 'transcript.txt') -Verbose:$false
        foreach ($job in $given.Scripts) {
            Connect-BambuCloud $token @api
            $Error.Clear()
            $script = [scriptblock]::Create($job.Script)
            try { . $script | Out-Default } catch { $_ | Out-Default }
            $ids[$job.Name] = @($Error | ForEach-Object FullyQualifiedErrorId)
            $VerbosePreference = $DebugPreference = 'SilentlyContinue'
            Write-Seen $job.Name @($Error)
            if ($job.Streams) {
                $run = Invoke-Pipeline $script -Variables (@{
                    VerbosePreference = 'Continue'; DebugPreference = 'Continue'; InformationPreference = 'Continue'
                    token = $token; account = $account; api = $api; bindCode = $bindCode; goodBindCode = $goodBindCode
                    cube = $cube; first = $first; second = $second; signedUrl = $values.signedUrl
                })
                $all = foreach ($stream in $run.PSObject.Properties) { $stream.Value }
                Write-Seen $job.Name @($all | Select-Object -First 60)
                $ids[$job.Name] += @($run.Verbose).Count
            }
            Clear-SimulatorFault $cloud
            $VerbosePreference = $DebugPreference = 'Continue'
        }
        $null = Stop-Transcript
        Stop-Endpoint $endpoint
        Export-Clixml -InputObject $ids (Join-Path $Seen 'ids.xml')
    }

    function Open-Loud([string] $ApiProfile, [object[]] $Scripts) {
        $cloud = Start-Simulator -ApiProfile $ApiProfile -Lan
        $ready = Get-Content (Join-Path $cloud.Folder 'ready.json') -Raw | ConvertFrom-Json
        $secrets = @{
            accessToken = $ready.accessToken; signatureOfToken = $ready.accessToken.Split('.')[2]
            opaqueToken = $ready.opaqueToken; expiredToken = $ready.expiredToken
            password = $ready.password; wrongToken = 'wr0ng-token-Mark-41'; wrongPassword = 'wr0ng-"pass"/word-Mark-42'
            newToken = 'n3w-token/+Mark-43'; refreshToken = 'r3fresh-token-Mark-44'
            verificationCode = 'vcode-Mark-45'; tfaCode = 'tfacode-Mark-46'; tfaKey = 'tfa/key-Mark-47'
            bindCode = 'b1nd-Mark-48'; goodBindCode = '73190264'; signature = 's1gnature-Mark-49-long-enough-to-be-one'
            markedAccessCode = 'acc3ss-Mark-50'; keyOfStorage = 'AWSAccessKeyId='; queryOfStorage = 'Signature='
        }
        foreach ($printer in 0..3) { $secrets["accessCode$printer"] = "$(12345678 + 7919 * $printer)" }
        $folder = New-Item -ItemType Directory (Join-Path $TestDrive $ApiProfile)
        $seen, $state = 'seen', 'state' | ForEach-Object { New-Item -ItemType Directory (Join-Path $folder $_) }
        # A vault that cannot keep what it gets, and says what that was.
        $vault = New-Item -ItemType Directory ([IO.Path]::Combine($state, 'LoudVault', 'LoudVault.Extension'))
        Set-Content (Join-Path $vault.Parent 'LoudVault.psd1') `
            "@{ ModuleVersion = '1.0'; NestedModules = './LoudVault.Extension'; FunctionsToExport = @() }"
        $functions = 'Set-Secret', 'Get-Secret', 'Remove-Secret', 'Get-SecretInfo', 'Test-SecretVault'
        Set-Content (Join-Path $vault 'LoudVault.Extension.psd1') `
            "@{ ModuleVersion = '1.0'; RootModule = 'LoudVault.Extension.psm1'; FunctionsToExport = '$($functions -join "','")' }"
        $function = 'function {0} {{ param($Name, $Secret, $Filter, $Metadata, $VaultName, $AdditionalParameters) ' +
            'throw "no: $([Net.NetworkCredential]::new([string]::Empty, [securestring] $Secret).Password)" }}'
        $functions | ForEach-Object { $function -f $_ } | Set-Content (Join-Path $vault 'LoudVault.Extension.psm1')
        $given = @{
            Cloud = $cloud | Select-Object ApiEndpoint, MqttEndpoint, CACertificatePath, Devices, LanPrinters
            Secrets = $secrets; Folder = "$folder"; Scripts = $Scripts
        }
        Export-Clixml -InputObject $given (Join-Path $folder 'given.xml') -Depth 5
        Set-Content (Join-Path $folder 'loud.ps1') "$loud"
        $start = [Diagnostics.ProcessStartInfo]::new((Get-PowerShellPath))
        foreach ($argument in '-NoProfile', '-NonInteractive', '-File', (Join-Path $folder 'loud.ps1'),
            (Join-Path $PSScriptRoot 'Simulator.psm1'), (Join-Path $folder 'given.xml'), "$seen") {
            $start.ArgumentList.Add($argument)
        }
        $start.Environment['XDG_STATE_HOME'] = "$state"
        $start.Environment['HOME'] = "$state"
        $start.RedirectStandardInput = $start.RedirectStandardOutput = $start.RedirectStandardError = $true
        $process = [Diagnostics.Process]::Start($start)
        $process.StandardInput.Close()
        [pscustomobject]@{
            Cloud = $cloud; Secrets = $secrets; Seen = "$seen"; Process = $process
            Output = $process.StandardOutput.ReadToEndAsync(); Faults = $process.StandardError.ReadToEndAsync()
        }
    }
}

Describe 'A secret' {
    BeforeDiscovery {
        $script:known = (Get-Module BambuCloud) ??
            (Import-Module ([IO.Path]::Combine($PSScriptRoot, '..', '..', 'artifacts', 'BambuCloud', 'BambuCloud.psd1')) -PassThru)
        $script:scripts = @(
            $commands.Keys | Sort-Object | ForEach-Object { @{ Name = $_; Script = $commands[$_]; Streams = $true } }
            $more.Keys | Sort-Object | ForEach-Object { @{ Name = $_; Script = $more[$_] } }
            $kinds.Keys | Sort-Object { $_ -eq 'SubscriptionRefused' }, { $_ } | ForEach-Object { @{ Name = $_; Script = $kinds[$_] } }
        )
        $script:each = foreach ($apiProfile in $profiles) {
            foreach ($one in $scripts) {
                @{
                    Profile = $apiProfile; Name = $one.Name; IsKind = $kinds.ContainsKey($one.Name); IsCommand = $one.ContainsKey('Streams')
                }
            }
        }
    }

    BeforeAll {
        $script:runs = @{}
    }

    Context 'with all cmdlets and errors' -ForEach @{
        Scripts = $scripts; Profiles = $profiles; Commands = @($commands.Keys); Kinds = @($kinds.Keys); Unprovoked = @($unprovoked.Keys)
    } {
        BeforeAll {
            foreach ($apiProfile in $Profiles) {
                $runs[$apiProfile] = Open-Loud $apiProfile $Scripts
            }
            foreach ($run in $runs.Values) {
                if (-not $run.Process.WaitForExit(300000)) {
                    $run.Process.Kill()
                    throw "The loud process did not end: $($run.Faults.Result)"
                }
                $run | Add-Member Ids (Import-Clixml (Join-Path $run.Seen 'ids.xml'))
            }
        }

        AfterAll {
            foreach ($run in $runs.Values) {
                $run.Process.Dispose()
                Stop-Simulator $run.Cloud
            }
        }

        It 'is looked for with every cmdlet' {
            (Get-Command -Module BambuCloud).Name | Sort-Object | Should -Be ($Commands | Sort-Object)
        }

        It 'is looked for with every kind of error' {
            [Enum]::GetNames([BambuCloud.BambuErrorKind]) | Sort-Object | Should -Be ($Kinds + $Unprovoked | Sort-Object)
        }

        It 'is not seen with <Name> (<Profile>)' -ForEach $each {
            $run = $runs[$Profile]
            if ($IsKind) {
                @($run.Ids[$Name]) -like "BambuCloud.$Name,*" |
                    Should -Not -BeNullOrEmpty -Because "the error should come, not '$($run.Ids[$Name])'"
            }
            $file = Join-Path $run.Seen "$Name.txt"
            if ($IsKind -or $IsCommand) {
                $file | Should -Exist
            }
            if (Test-Path -LiteralPath $file) {
                Find-Secret (Get-Content -LiteralPath $file -Raw) $run.Secrets | Should -BeNullOrEmpty
            }
        }

        It 'is not seen in a transcript or on the screen (<_>)' -ForEach $profiles {
            $run = $runs[$_]
            $transcript = Get-Content (Join-Path $run.Seen 'transcript.txt') -Raw
            $transcript | Should -Match 'VERBOSE: GET /v1/iot-service/api/user/bind: HTTP 200'
            $transcript | Should -Match 'P1S 1'
            foreach ($text in $transcript, $run.Output.Result, $run.Faults.Result) {
                Find-Secret $text $run.Secrets | Should -BeNullOrEmpty
            }
        }
    }

    Context 'that somebody shows' {
        It 'is found <Name>' -ForEach @(
            @{ Name = 'as it is'; Show = { $plain } }
            @{ Name = 'in an address'; Show = { [uri]::EscapeDataString($plain) } }
            @{ Name = 'in JSON'; Show = { @{ a = $plain } | ConvertTo-Json } }
            @{ Name = 'in base64'; Show = { [Convert]::ToBase64String([Text.Encoding]::UTF8.GetBytes($plain)) } }
            @{ Name = 'in base64 after another text'; Show = { [Convert]::ToBase64String([Text.Encoding]::UTF8.GetBytes("user:$plain;")) } }
            @{ Name = 'in base64 of UTF-16'; Show = { [Convert]::ToBase64String([Text.Encoding]::Unicode.GetBytes("a$plain")) } }
            @{ Name = 'in hexadecimal'; Show = { [Convert]::ToHexString([Text.Encoding]::Unicode.GetBytes($plain)).ToLowerInvariant() } }
            if (-not $IsWindows) {
                # Where DPAPI encrypts them, there is nothing to be found.
                @{
                    Name = 'in an exported SecureString'
                    Show = { [Management.Automation.PSSerializer]::Serialize((ConvertTo-Token $plain)) }
                }
                @{
                    Name = 'in an exported credential'
                    Show = { [Management.Automation.PSSerializer]::Serialize([pscredential]::new('me', (ConvertTo-Token $plain))) }
                }
            }
        ) {
            $plain = 'wr0ng-"pass"/w+ord'
            Find-Secret "before $(& $Show) after" @{ it = $plain; other = 'something else' } | Should -Be 'it'
        }

        It 'is found among digits only where it stands alone' {
            Find-Secret 'code 123456, not 234567' @{ it = '123456' } | Should -Be 'it'
            Find-Secret '41234567, 1.1234560' @{ it = '123456' } | Should -BeNullOrEmpty
        }
    }
}
