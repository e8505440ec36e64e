<#
    What the tests share: the module itself, a simulated cloud that they start and stop, an endpoint that answers what it is told to,
    and other runspaces.
#>

Set-StrictMode -Version Latest

$top = Split-Path (Split-Path $PSScriptRoot)
$modulePath = [IO.Path]::Combine($top, 'artifacts', 'BambuCloud', 'BambuCloud.psd1')
$dataFolder = [IO.Path]::Combine($top, 'tests', 'data')

if (-not (Test-Path -LiteralPath $modulePath)) {
    throw "The module is not built: there is no '$modulePath'. Run ./build.ps1 -Task Build first."
}
Import-Module $modulePath -Global
Disconnect-BambuPrinter
Get-BambuSession -All | Disconnect-BambuCloud # No file begins with what another one left.

# What was built last of a project of this repository.
function Get-BuiltFile([string] $Folder, [string] $Project) {
    $file = Get-ChildItem -Path ([IO.Path]::Combine($top, $Folder, $Project, 'bin', '*', '*', "$Project.dll")) |
        Sort-Object LastWriteTime -Descending | Select-Object -First 1
    if (-not $file) {
        throw "There is no $Project.dll. Run ./build.ps1 -Task Build first."
    }
    $file.FullName
}

# Compiled by the build: a PowerShell without reference assemblies has no Add-Type.
$null = [Reflection.Assembly]::LoadFrom((Get-BuiltFile 'tests' 'AnsweringConsole'))

<#
.SYNOPSIS
    Starts a simulated cloud of its own on free ports, and waits until it accepts connections.
.PARAMETER Connect
    Opens a session with it too.
#>
function Start-Simulator {
    [CmdletBinding(SupportsShouldProcess)]
    [OutputType([pscustomobject])]
    param(
        [ValidateSet('documented', 'live')]
        [string] $ApiProfile = 'documented',
        [int] $Printers = 4,
        [int] $Tasks = 45,
        [double] $Speed = 300,
        [ValidateSet('password', 'code', 'tfa')]
        [string] $SignIn = 'password',
        [int] $TokenLifeSec = 90 * 86400,
        [switch] $OpaqueTokens,
        [ValidateSet('documented', 'empty')]
        [string] $UploadType,
        [switch] $RateLimits,
        [switch] $Tls,
        [switch] $Lan,
        [Nullable[int]] $AnnouncePort,
        [switch] $Connect
    )

    $assembly = Get-BuiltFile 'src' 'BambuCloud.Simulator'
    if (-not $PSCmdlet.ShouldProcess($assembly, 'Start')) {
        return
    }
    $folder = [IO.Directory]::CreateTempSubdirectory('bambu-pester-').FullName
    $readyFile = Join-Path $folder 'ready.json'
    $start = [Diagnostics.ProcessStartInfo]::new('dotnet')
    $arguments = @(
        $assembly, '--profile', $ApiProfile, '--printers', $Printers, '--tasks', $Tasks, '--ready-file', $readyFile
        '--speed', $Speed.ToString([cultureinfo]::InvariantCulture)
        '--sign-in', $SignIn, '--token-life', $TokenLifeSec
        if ($OpaqueTokens) { '--opaque-tokens' }
        if ($UploadType) { '--upload-type', $UploadType }
        if ($RateLimits) { '--rate-limits' }
        if ($Tls) { '--tls' }
        if ($Lan) { '--lan' }
        if ($AnnouncePort) { '--announce-port', $AnnouncePort }
    )
    foreach ($argument in $arguments) {
        $start.ArgumentList.Add($argument)
    }
    foreach ($name in 'TMPDIR', 'TEMP', 'TMP') {
        $start.Environment[$name] = $folder # What it stores goes away with the folder, however it ends.
    }
    $start.RedirectStandardOutput = $true
    $start.RedirectStandardError = $true
    $process = [Diagnostics.Process]::Start($start)
    # Pipes that nobody reads fill up and stop the process.
    $null = $process.StandardOutput.ReadToEndAsync()
    $failure = $process.StandardError.ReadToEndAsync()
    $ready = Wait-Condition -TimeoutSec 60 -Because 'the simulator should be ready' {
        if ($process.HasExited) {
            throw "The simulator ended with exit code $($process.ExitCode): $($failure.Result)"
        }
        Test-Path -LiteralPath $readyFile
    } | ForEach-Object { Get-Content -LiteralPath $readyFile -Raw | ConvertFrom-Json }
    $simulator = [pscustomobject]@{
        Process           = $process
        Assembly          = $assembly
        Folder            = $folder
        ApiEndpoint       = $ready.apiEndpoint
        MqttEndpoint      = $ready.mqttEndpoint
        CACertificatePath = $ready.caCertificatePath
        Uid               = $ready.uid
        Account           = $ready.account
        Phone             = $ready.phone
        Password          = $ready.password
        AccessToken       = $ready.accessToken
        OpaqueToken       = $ready.opaqueToken
        ExpiredToken      = $ready.expiredToken
        Devices           = $ready.devices
        LanPrinters       = $ready.printers
        PrintersCertificatePath = $ready.printersCertificatePath
    }
    if ($Connect) {
        Connect-Simulator $simulator
    }
    $simulator
}

<#
.SYNOPSIS
    Closes the sessions with a simulated cloud, ends it and deletes what it stored.
#>
function Stop-Simulator {
    [CmdletBinding(SupportsShouldProcess)]
    param(
        [AllowNull()]
        [pscustomobject] $Simulator
    )

    if ($Simulator -and $PSCmdlet.ShouldProcess($Simulator.ApiEndpoint, 'Stop')) {
        Get-BambuSession -All | Where-Object ApiEndpoint -EQ $Simulator.ApiEndpoint | Disconnect-BambuCloud
        $Simulator.Process.Kill()
        $Simulator.Process.WaitForExit()
        $Simulator.Process.Dispose()
        Remove-Item -LiteralPath $Simulator.Folder -Recurse -Force
    }
}

<#
.SYNOPSIS
    Does what no client can: takes a printer off line, pauses its print, breaks connections, revokes the token, ...
#>
function Invoke-Simulator {
    [CmdletBinding()]
    param(
        [Parameter(Mandatory)]
        [pscustomobject] $Simulator,
        [Parameter(Mandatory)]
        [string] $Path
    )

    $null = Invoke-RestMethod -Method Post -Uri "$($Simulator.ApiEndpoint)_sim/$Path" -Verbose:$false -Debug:$false
}

<#
.SYNOPSIS
    Lets the next requests of a route go wrong.
#>
function Add-SimulatorFault {
    [CmdletBinding()]
    param(
        [Parameter(Mandatory)]
        [pscustomobject] $Simulator,
        [Parameter(Mandatory)]
        [string] $Route,
        [Parameter(Mandatory)]
        [ValidateSet('Status', 'ErrorIn200', 'Html', 'Captcha', 'Empty',
            'Text', 'Json', 'SlowDown', 'NotJson', 'OtherShape', 'Cut', 'Reset', 'Lost',
            'Stall', 'Late')]
        [string] $Fault,
        [int] $Times = 1,
        [Nullable[int]] $Status,
        [Nullable[int]] $Code,
        [AllowNull()]
        [object] $RetryAfter,
        [string] $Words
    )

    $order = @{ route = $Route; fault = $Fault; times = $Times }
    if ($null -ne $Status) { $order.status = $Status }
    if ($null -ne $Code) { $order.code = $Code }
    if ($null -ne $RetryAfter) { $order.retryAfter = "$RetryAfter" }
    if ($Words) { $order.words = $Words }
    $json = $order | ConvertTo-Json
    $null = Invoke-RestMethod -Method Post -Uri "$($Simulator.ApiEndpoint)_sim/faults" `
        -Body $json -ContentType 'application/json' -Verbose:$false -Debug:$false
}

<#
.SYNOPSIS
    Takes back what Add-SimulatorFault ordered and has not happened yet.
#>
function Clear-SimulatorFault {
    [CmdletBinding()]
    param(
        [Parameter(Mandatory)]
        [pscustomobject] $Simulator
    )

    $null = Invoke-RestMethod -Method Delete -Uri "$($Simulator.ApiEndpoint)_sim/faults" -Verbose:$false -Debug:$false
}

<#
.SYNOPSIS
    How often a request reached the simulated cloud so far, faults and all.
.PARAMETER Route
    Method and path; wildcards count together what they match.
#>
function Get-RequestCount {
    [CmdletBinding()]
    [OutputType([int])]
    param(
        [Parameter(Mandatory)]
        [pscustomobject] $Simulator,
        [Parameter(Mandatory)]
        [string] $Route
    )

    $sum = 0
    foreach ($request in (Get-SimulatorState $Simulator).requests.PSObject.Properties) {
        if ($request.Name -like $Route) {
            $sum += $request.Value
        }
    }
    $sum
}

<#
.SYNOPSIS
    What reached the simulated cloud so far: requests, mqttClients and completeUploads.
#>
function Get-SimulatorState {
    [CmdletBinding()]
    param(
        [Parameter(Mandatory)]
        [pscustomobject] $Simulator
    )

    $trust = if ($Simulator.CACertificatePath) { @{ SkipCertificateCheck = $true } } else { @{} }
    Invoke-RestMethod -Uri "$($Simulator.ApiEndpoint)_sim/state" @trust -Verbose:$false -Debug:$false
}

<#
.SYNOPSIS
    The requests that reached the simulated cloud, as one text: two of them are equal when nothing was sent between.
#>
function Get-SimulatorRequest {
    [CmdletBinding()]
    [OutputType([string])]
    param(
        [Parameter(Mandatory)]
        [pscustomobject] $Simulator
    )

    (Get-SimulatorState $Simulator).requests | ConvertTo-Json -Compress
}

<#
.SYNOPSIS
    Opens the session with a simulated cloud.
#>
function Connect-Simulator {
    [CmdletBinding()]
    param(
        [Parameter(Mandatory)]
        [pscustomobject] $Simulator
    )

    $endpoints = @{ ApiEndpoint = $Simulator.ApiEndpoint; MqttEndpoint = $Simulator.MqttEndpoint }
    if ($Simulator.CACertificatePath) {
        $endpoints.CACertificatePath = $Simulator.CACertificatePath
    }
    Connect-BambuCloud -AccessToken (ConvertTo-Token $Simulator.AccessToken) @endpoints
}

<#
.SYNOPSIS
    What connects to a printer of a simulated cloud itself: address, port and access code.
#>
function Get-PrinterAddress {
    [CmdletBinding()]
    [OutputType([hashtable])]
    param(
        [Parameter(Mandatory)]
        [pscustomobject] $Simulator,
        [int] $Index = 0
    )

    $printer = $Simulator.LanPrinters[$Index]
    @{
        Address    = $printer.host
        MqttPort   = $printer.mqttPort
        FtpsPort   = $printer.ftpsPort
        CameraPort = $printer.cameraPort
        AccessCode = ConvertTo-Token $printer.accessCode
        DeviceId   = $printer.deviceId
    }
}

<#
.SYNOPSIS
    What the account's owner sees on mail, phone and authenticator: verificationCode, sentTo, tfaCode.
#>
function Get-SignInCode {
    [CmdletBinding()]
    param(
        [Parameter(Mandatory)]
        [pscustomobject] $Simulator
    )

    Invoke-RestMethod -Uri "$($Simulator.ApiEndpoint)_sim/sign-in" -Verbose:$false -Debug:$false
}

<#
.SYNOPSIS
    A text as the secret that Connect-BambuCloud takes.
#>
function ConvertTo-Token {
    [CmdletBinding()]
    [OutputType([securestring])]
    param(
        [Parameter(Mandatory, Position = 0)]
        [AllowEmptyString()]
        [string] $Text
    )

    [Net.NetworkCredential]::new('', $Text).SecurePassword
}

<#
.SYNOPSIS
    Looks again and again until something holds, and fails when it does not in time.
#>
function Wait-Condition {
    [CmdletBinding()]
    [OutputType([bool])]
    param(
        [Parameter(Mandatory, Position = 0)]
        [scriptblock] $Condition,
        [string] $Because = 'the condition should hold',
        [int] $TimeoutSec = 20
    )

    $watch = [Diagnostics.Stopwatch]::StartNew()
    while (-not (& $Condition)) {
        if ($watch.Elapsed.TotalSeconds -gt $TimeoutSec) {
            throw "After $TimeoutSec s of waiting, $Because."
        }
        [Threading.Thread]::Sleep(20)
    }
    $true
}

<#
.SYNOPSIS
    A port of this computer where nobody listens.
#>
function Get-ClosedPort {
    [CmdletBinding()]
    [OutputType([int])]
    param()

    $listener = [Net.Sockets.TcpListener]::new([Net.IPAddress]::Loopback, 0)
    $listener.Start()
    $listener.LocalEndpoint.Port
    $listener.Stop()
}

<#
.SYNOPSIS
    The path of a file of tests/data.
#>
function Get-TestFile {
    [CmdletBinding()]
    [OutputType([string])]
    param(
        [string] $Name = 'cube.gcode.3mf'
    )

    Join-Path $dataFolder $Name
}

<#
.SYNOPSIS
    The path of the program that runs this PowerShell. As a dotnet tool it has none beside its assemblies: the one of the PATH it is then.
#>
function Get-PowerShellPath {
    [CmdletBinding()]
    [OutputType([string])]
    param()

    $own = Join-Path $PSHOME ($IsWindows ? 'pwsh.exe' : 'pwsh')
    (Test-Path -LiteralPath $own) ? $own : 'pwsh'
}

<#
.SYNOPSIS
    Runs a script in a PowerShell of its own, as a scheduler does: its exit code, what it writes and its errors.
.PARAMETER Simulator
    The simulated cloud that it is connected to; without one it has no session.
.PARAMETER Environment
    Variables of its environment.
#>
function Invoke-OwnProcess {
    [CmdletBinding()]
    [OutputType([pscustomobject])]
    param(
        [Parameter(Mandatory)]
        [string] $Script,
        [pscustomobject] $Simulator,
        [hashtable] $Environment = @{}
    )

    $start = [Diagnostics.ProcessStartInfo]::new((Get-PowerShellPath))
    $prepare = 'Import-Module $env:BAMBU_MODULE; '
    $start.Environment['BAMBU_MODULE'] = (Get-Module BambuCloud).Path
    if ($Simulator) {
        $prepare += 'Connect-BambuCloud -AccessToken (ConvertTo-SecureString $env:BAMBU_TOKEN -AsPlainText) ' +
            '-ApiEndpoint $env:BAMBU_API -MqttEndpoint $env:BAMBU_MQTT; '
        $start.Environment['BAMBU_TOKEN'] = $Simulator.AccessToken
        $start.Environment['BAMBU_API'] = $Simulator.ApiEndpoint
        $start.Environment['BAMBU_MQTT'] = $Simulator.MqttEndpoint
    }
    foreach ($name in $Environment.Keys) {
        $start.Environment[$name] = $Environment[$name]
    }
    foreach ($argument in '-NoProfile', '-NonInteractive', '-Command', ($prepare + $Script)) {
        $start.ArgumentList.Add($argument)
    }
    $start.RedirectStandardOutput = $true
    $start.RedirectStandardError = $true
    $process = [Diagnostics.Process]::Start($start)
    $output = $process.StandardOutput.ReadToEndAsync()
    $faults = $process.StandardError.ReadToEndAsync()
    $process.WaitForExit()
    [pscustomobject]@{
        ExitCode = $process.ExitCode
        Output   = $output.Result
        Faults   = $faults.Result
        Text     = $output.Result + $faults.Result
    }
}

<#
.SYNOPSIS
    Makes a PowerShell in a runspace of its own, with the module and nothing else of this one.
#>
function New-Pipeline {
    [CmdletBinding(SupportsShouldProcess)]
    [OutputType([powershell])]
    param(
        [Parameter(Mandatory, Position = 0)]
        [scriptblock] $Script,
        [hashtable] $Variables = @{},
        [string] $Culture
    )

    if (-not $PSCmdlet.ShouldProcess("$Script", 'Prepare')) {
        return
    }
    $state = [initialsessionstate]::CreateDefault2()
    $state.ImportPSModule($modulePath)
    foreach ($name in $Variables.Keys) {
        $state.Variables.Add([Management.Automation.Runspaces.SessionStateVariableEntry]::new($name, $Variables[$name], ''))
    }
    $pipeline = [powershell]::Create($state)
    # In one script: a culture ends with the statement list that set it.
    $pipeline.AddScript($Culture ? "[cultureinfo]::CurrentCulture = [cultureinfo]::CurrentUICulture = '$Culture'`n$Script" : "$Script")
}

<#
.SYNOPSIS
    Runs a script in a runspace of its own, and gives back what came on each stream.
#>
function Invoke-Pipeline {
    [CmdletBinding()]
    [OutputType([pscustomobject])]
    param(
        [Parameter(Mandatory, Position = 0)]
        [scriptblock] $Script,
        [hashtable] $Variables = @{},
        [string] $Culture
    )

    $pipeline = New-Pipeline $Script -Variables $Variables -Culture $Culture
    try {
        $thrown = $null
        $output = @()
        try {
            $output = @($pipeline.Invoke())
        }
        catch {
            $thrown = $_.Exception.GetBaseException()
        }
        [pscustomobject]@{
            Output   = $output
            Error    = @($pipeline.Streams.Error)
            Thrown   = $thrown
            Verbose  = @($pipeline.Streams.Verbose)
            Debug    = @($pipeline.Streams.Debug)
            Progress = @($pipeline.Streams.Progress)
            Warning  = @($pipeline.Streams.Warning)
        }
    }
    finally {
        $pipeline.Dispose()
    }
}

<#
.SYNOPSIS
    Runs a script at a console where somebody gives answers, and gives back what came out, what was asked, what was
    seen of the answers and what stood on the screen.
#>
function Invoke-Answered {
    [CmdletBinding()]
    [OutputType([pscustomobject])]
    param(
        [Parameter(Mandatory, Position = 0)]
        [string] $Script,
        [Parameter(Position = 1)]
        [AllowEmptyCollection()]
        [string[]] $Answer = @()
    )

    $console = [AnsweringConsole.AnsweringHost]::new($Answer)
    $state = [initialsessionstate]::CreateDefault2()
    $state.ImportPSModule($modulePath)
    $runspace = [runspacefactory]::CreateRunspace($console, $state)
    $runspace.Open()
    $pipeline = [powershell]::Create($runspace).AddScript($Script)
    try {
        [pscustomobject]@{
            Output = @($pipeline.Invoke()); Error = @($pipeline.Streams.Error)
            Asked = @($console.Screen.Asked); Seen = @($console.Screen.Seen); Lines = @($console.Screen.Lines)
        }
    }
    finally {
        $pipeline.Dispose()
        $runspace.Dispose()
    }
}

<#
.SYNOPSIS
    Starts an endpoint that gives fixed answers and keeps what it was asked.
.PARAMETER Answer
    Status and body by method and path: @{ 'GET /v1/some/path' = 200, '{}' }. '{0}' in a body is the endpoint's own address.
#>
function Start-Endpoint {
    [CmdletBinding(SupportsShouldProcess)]
    [OutputType([pscustomobject])]
    param(
        [Parameter(Mandatory)]
        [hashtable] $Answer
    )

    if (-not $PSCmdlet.ShouldProcess('an endpoint', 'Start')) {
        return
    }
    for ($try = 1; ; $try++) {
        $address = "http://127.0.0.1:$(Get-ClosedPort)/"
        $listener = [Net.HttpListener]::new()
        $listener.Prefixes.Add($address)
        try {
            $listener.Start()
            break
        }
        catch [Net.HttpListenerException] {
            if ($try -eq 10) {
                throw # Somebody was faster, ten times.
            }
        }
    }
    $requests = [Collections.Concurrent.ConcurrentQueue[psobject]]::new()
    $pipeline = New-Pipeline -Variables @{ listener = $listener; answers = $Answer; requests = $requests; address = $address } {
        while ($listener.IsListening) {
            try {
                $context = $listener.GetContext()
            }
            catch {
                break # Stopped.
            }
            $reader = [IO.StreamReader]::new($context.Request.InputStream)
            $key = "$($context.Request.HttpMethod) $($context.Request.Url.AbsolutePath)"
            $requests.Enqueue([pscustomobject]@{
                Request       = $key
                Query         = $context.Request.Url.Query
                Authorization = $context.Request.Headers['Authorization']
                Body          = $reader.ReadToEnd()
            })
            $status, $body = $answers.ContainsKey($key) ? $answers[$key] : (404, '{}')
            $bytes = [Text.Encoding]::UTF8.GetBytes($body.Replace('{0}', $address))
            $context.Response.StatusCode = $status
            $context.Response.ContentType = $body.StartsWith('<') ? 'application/xml' : 'application/json'
            $context.Response.ContentLength64 = $bytes.Length
            $context.Response.OutputStream.Write($bytes, 0, $bytes.Length)
            $context.Response.Close()
        }
    }
    [pscustomobject]@{
        ApiEndpoint = $address
        Requests    = $requests
        Listener    = $listener
        Pipeline    = $pipeline
        Running     = $pipeline.BeginInvoke()
    }
}

<#
.SYNOPSIS
    Ends an endpoint of Start-Endpoint.
#>
function Stop-Endpoint {
    [CmdletBinding(SupportsShouldProcess)]
    param(
        [AllowNull()]
        [pscustomobject] $Endpoint
    )

    if ($Endpoint -and $PSCmdlet.ShouldProcess($Endpoint.ApiEndpoint, 'Stop')) {
        $Endpoint.Listener.Close()
        $null = $Endpoint.Pipeline.EndInvoke($Endpoint.Running)
        $Endpoint.Pipeline.Dispose()
    }
}

<#
.SYNOPSIS
    Runs a script and gives back its errors, those that end it and those that do not.
#>
function Get-Fault {
    [CmdletBinding()]
    [OutputType([Management.Automation.ErrorRecord])]
    param(
        [Parameter(Mandatory, Position = 0)]
        [scriptblock] $Script
    )

    try {
        & $Script 2>&1 | Where-Object { $_ -is [Management.Automation.ErrorRecord] }
    }
    catch {
        $_
    }
}

<#
.SYNOPSIS
    The lines that PowerShell shows of objects on a console of 80 columns.
#>
function Get-View {
    [CmdletBinding()]
    [OutputType([string])]
    param(
        [Parameter(Mandatory, ValueFromPipeline)]
        [psobject[]] $InputObject
    )

    begin { $all = [Collections.Generic.List[psobject]]::new() }
    process { $all.AddRange($InputObject) }
    end {
        $rendering = $PSStyle.OutputRendering
        try {
            $PSStyle.OutputRendering = 'PlainText'
            $all | Out-String -Stream -Width 80
        }
        finally {
            $PSStyle.OutputRendering = $rendering
        }
    }
}

<#
.SYNOPSIS
    A record whose properties no script can set, such as a printer's status.
#>
function New-Record {
    [CmdletBinding()]
    [OutputType([object])]
    [Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseShouldProcessForStateChangingFunctions', '')]
    param(
        [Parameter(Mandatory, Position = 0)]
        [string] $Type,
        [Parameter(Mandatory, Position = 1)]
        [hashtable] $Property
    )

    $record = [Activator]::CreateInstance([type] "BambuCloud.$Type")
    foreach ($name in $Property.Keys) {
        $member = $record.GetType().GetProperty($name)
        $member.SetValue($record, [Management.Automation.LanguagePrimitives]::ConvertTo($Property[$name], $member.PropertyType))
    }
    $record
}

<#
.SYNOPSIS
    Whether a secret stands anywhere in objects or errors, in its letters or in those that Export-Clixml hides it in without DPAPI.
#>
function Test-Exposure {
    [CmdletBinding()]
    [OutputType([bool])]
    param(
        [Parameter(Mandatory, Position = 0)]
        [string[]] $Secret,
        [Parameter(ValueFromPipeline)]
        [AllowNull()]
        [psobject] $InputObject
    )

    begin { $all = [Text.StringBuilder]::new() }
    process {
        if ($null -ne $InputObject) {
            $null = $all.AppendJoin("`n", @($InputObject | Get-Appearance))
        }
    }
    end {
        $seen = $all.ToString()
        if ($seen.Length -eq 0) {
            throw 'There is nothing that could be looked through.'
        }
        $null -ne ($Secret | Where-Object {
            $seen.Contains($_) -or
                $seen.Contains([Convert]::ToHexString([Text.Encoding]::Unicode.GetBytes($_)), [StringComparison]::OrdinalIgnoreCase)
        } | Select-Object -First 1)
    }
}

<#
.SYNOPSIS
    Ends what the printers of a simulated cloud print.
#>
function Clear-Printer {
    [CmdletBinding()]
    param(
        [Parameter(Mandatory)]
        [pscustomobject] $Simulator
    )

    foreach ($id in $Simulator.Devices) {
        foreach ($action in 'cancel', 'clear') {
            $answer = Invoke-WebRequest -Method Post -Uri "$($Simulator.ApiEndpoint)_sim/printers/$id/$action" -SkipHttpErrorCheck
            if ($answer.StatusCode -notin 200, 409) {
                throw "The simulator answered HTTP $($answer.StatusCode) to '$action' of '$id'."
            }
        }
    }
}

<#
.SYNOPSIS
    Writes a sliced 3MF with a plate for each table of what its slice_info.config says, and gives its path.
#>
function New-PrintFile {
    [CmdletBinding(SupportsShouldProcess)]
    [OutputType([string])]
    param(
        [Parameter(Mandatory)]
        [string] $Path,
        [hashtable[]] $Plate = @{},
        [byte[]] $Picture
    )

    if (-not $PSCmdlet.ShouldProcess($Path, 'Write')) {
        return
    }
    $entries = @{}
    $plates = foreach ($one in $Plate) {
        $about = @{
            Index = 1; Model = 'C12'; Nozzle = '0.4'; Seconds = 600; Grams = 5; Filaments = @(@{ Type = 'PLA'; Color = '#FFFFFF' })
            Gcode = "G28`nG1 X10 Y10`n"
        }
        foreach ($name in $one.Keys) {
            $about[$name] = $one[$name]
        }
        $number = 0
        $filaments = foreach ($filament in $about.Filaments) {
            '<filament id="{0}" type="{1}" color="{2}" used_g="{3}"/>' -f (++$number), $filament.Type, $filament.Color, $about.Grams
        }
        $entries["Metadata/plate_$($about.Index).gcode"] = [Text.Encoding]::UTF8.GetBytes($about.Gcode)
        if ($Picture) {
            $entries["Metadata/plate_$($about.Index).png"] = $Picture
        }
        $members = [ordered]@{
            index = $about.Index; printer_model_id = $about.Model; nozzle_diameters = $about.Nozzle; prediction = $about.Seconds
            weight = $about.Grams
        }
        $metadata = foreach ($name in $members.Keys) {
            '<metadata key="{0}" value="{1}"/>' -f $name, $members[$name]
        }
        "<plate>$metadata$filaments</plate>"
    }
    $entries['Metadata/slice_info.config'] = [Text.Encoding]::UTF8.GetBytes("<config>$plates</config>")
    $archive = [IO.Compression.ZipFile]::Open($Path, 'Create')
    try {
        foreach ($name in $entries.Keys) {
            $stream = $archive.CreateEntry($name).Open()
            $stream.Write($entries[$name])
            $stream.Dispose()
        }
    }
    finally {
        $archive.Dispose()
    }
    $Path
}

<#
.SYNOPSIS
    A copy of a sliced 3MF in whose directory the CRC of the first plate's G-code is another.
#>
function New-DamagedFile {
    [CmdletBinding(SupportsShouldProcess)]
    param(
        [Parameter(Mandatory)]
        [string] $Path,
        [Parameter(Mandatory)]
        [string] $Destination
    )

    if ($PSCmdlet.ShouldProcess($Destination, 'Write')) {
        $bytes = [IO.File]::ReadAllBytes($Path)
        $text = [Text.Encoding]::Latin1.GetString($bytes)
        # An entry of the central directory has its CRC 16 bytes behind its begin, and its name 46.
        $entry = [regex]::Match($text, "PK\x01\x02.{42}Metadata/plate_1\.gcode(?!\.md5)", 'Singleline')
        $bytes[$entry.Index + 16] = $bytes[$entry.Index + 16] -bxor 1
        [IO.File]::WriteAllBytes($Destination, $bytes)
    }
}

<#
.SYNOPSIS
    All that can be seen of objects and errors by whatever means PowerShell has, as one text.
#>
function Get-Appearance {
    [CmdletBinding()]
    [OutputType([string])]
    param(
        [Parameter(Mandatory, ValueFromPipeline)]
        [psobject] $InputObject
    )

    process {
        $InputObject | Out-String -Width 4096
        $InputObject | Format-List * -Force | Out-String -Width 4096
        # Errors hold things that JSON cannot; what it makes of the rest is seen all the same.
        $InputObject | ConvertTo-Json -Depth 1 -WarningAction SilentlyContinue -ErrorAction SilentlyContinue
        $InputObject | Select-Object * | ConvertTo-Json -Depth 1 -WarningAction SilentlyContinue -ErrorAction SilentlyContinue
        $InputObject | ConvertTo-Csv | Out-String -Width 4096
        # Errors lead to all of the engine.
        [Management.Automation.PSSerializer]::Serialize($InputObject, $InputObject -is [Management.Automation.ErrorRecord] ? 2 : 4)
        if ($InputObject -is [Management.Automation.ErrorRecord]) {
            $InputObject | Get-Error | Out-String -Width 4096
            $InputObject.Exception.ToString()
        }
    }
}

Export-ModuleMember -Function *
