#Requires -Version 7.4
<#
.SYNOPSIS
    Watches all printers of the account, and raises the alarm when a print fails or a printer reports an error.
.DESCRIPTION
    Made for a service: it asks nothing, writes lines with the time in front, and goes on until it is stopped. Lost connections are made
    again, and what happened meanwhile is told. When it ends by itself, the exit code says why.

      0  the time of -TimeoutSec is over, and there was no alert
      1  something else went wrong, such as an account without printers
      2  sign in again: no session, or one that is no good any more
      3  the cloud cannot be reached or fails: start it again
      4  another watch runs with this folder
      5  the time is over, and the token ends within a week: sign in again
      6  the time is over, and there was an alert
.PARAMETER Folder
    Where the lock lies that keeps a second watch from starting. It is made where there is none.
.PARAMETER AlertCommand
    A program that gets each alert as a line on its standard input. It must come back by itself: the next alert waits for it.
.PARAMETER TimeoutSec
    Ends the watch after so many seconds. By default it does not end.
.PARAMETER TokenFile
    A file with the access token. Without it, the environment (BAMBU_ACCESS_TOKEN) and then the saved session are used.
.PARAMETER Module
    The module's name, or the path of its manifest.
.EXAMPLE
    pwsh -NoProfile -NonInteractive -File print-watch.ps1 -Folder ~/bambu -AlertCommand ~/bin/tell-me
#>
[CmdletBinding()]
param(
    [Parameter(Mandatory)]
    [string] $Folder,

    [string] $AlertCommand,

    [ValidateRange(1, 2147483)]
    [int] $TimeoutSec,

    [string] $TokenFile,

    [string] $Module = 'BambuCloud'
)

Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'
$PSNativeCommandUseErrorActionPreference = $false # An alert that cannot be sent does not end the watch.

function Get-Line([string] $Text) {
    # What comes from the cloud stays on its line.
    "$([datetime]::Now.ToString('s')) $($Text -replace '\p{C}+', ' ')"
}

function Get-ExitCode([Management.Automation.ErrorRecord] $Fault) {
    switch -Regex ($Fault.FullyQualifiedErrorId) {
        '^BambuCloud\.(SignInRequired|TokenRefused|TokenExpired|InvalidToken|InvalidEnvironment)\b' { return 2 }
        '^BambuCloud\.(SavedSessionExposed|SavedSessionUnusable|VaultUnusable)\b' { return 2 }
        '^BambuCloud\.(ServiceUnreachable|CertificateRefused|TimedOut|ConnectionLost|RateLimited)\b' { return 3 }
        '^BambuCloud\.(ServiceFault|EdgeChallenge|UnexpectedResponse)\b' { return 3 }
    }
    1
}

function Send-Alert([string] $Text, [string] $Command) {
    $line = Get-Line "ALERT $Text"
    [Console]::Error.WriteLine($line)
    if ($Command) {
        try {
            $line | & $Command 2>&1 | ForEach-Object { Get-Line "$Command`: $_" }
            $code = Get-Variable -Name LASTEXITCODE -ValueOnly -ErrorAction Ignore # A script need not have set it.
            if ($code) {
                [Console]::Error.WriteLine((Get-Line "ERROR '$Command' ended with $code."))
            }
        }
        catch {
            [Console]::Error.WriteLine((Get-Line "ERROR '$Command' cannot be run: $_"))
        }
    }
}

$session = $lock = $null
$alerts = 0
try {
    $Folder = (New-Item -ItemType Directory -Path $Folder -Force).FullName
    try {
        $lock = [IO.File]::Open((Join-Path $Folder 'print-watch.lock'), 'OpenOrCreate', 'ReadWrite', 'None')
    }
    catch [IO.IOException] {
        [Console]::Error.WriteLine((Get-Line "Another watch runs with '$Folder'."))
        exit 4
    }

    Import-Module $Module
    if ($TokenFile) {
        $env:BAMBU_ACCESS_TOKEN = Get-Content -LiteralPath $TokenFile -Raw
    }
    $session = Connect-BambuCloud -PassThru -WarningAction SilentlyContinue
    $env:BAMBU_ACCESS_TOKEN = $null # Whatever this starts does not need it.

    $told = $false
    $limit = $TimeoutSec ? @{ TimeoutSec = $TimeoutSec } : @{}
    # A printer that cannot be watched is a line, and the others go on; what ends the watch is thrown.
    Watch-BambuPrinter -Session $session -MinIntervalSec 600 -WarningAction SilentlyContinue -ErrorAction Continue @limit 2>&1 |
        ForEach-Object {
        $item = $_
        if ($item -is [Management.Automation.ErrorRecord]) {
            [Console]::Error.WriteLine((Get-Line "ERROR $($item.FullyQualifiedErrorId.Split(',')[0]): $item"))
            return
        }
        $who = $item.DeviceName ?? $item.DeviceId ?? 'All printers'
        $job = ${item}?.Status?.JobName
        $late = $item.Recovered ? ' (while the connection was lost)' : ''
        switch ($item.Type) {
            'Snapshot' { Get-Line "${who}: $($item.Status)" }
            'PrintStarted' { Get-Line "${who}: '$job' began$late." }
            'PrintFinished' { Get-Line "${who}: '$job' is finished$late." }
            'PrintCancelled' { Get-Line "${who}: '$job' was cancelled$late." }
            'PrintFailed' { $alerts++; Send-Alert "${who}: '$job' failed$late." $AlertCommand }
            'ErrorRaised' {
                $what = $item.Hms ? "$($item.Hms.Code), $($item.Hms.Severity), $($item.Hms.Module)" : "$($item.PrintError)"
                if ($item.Hms -and $item.Hms.Severity -eq 'Info') { Get-Line "${who}: $what$late." }
                else { $alerts++; Send-Alert "${who}: error $what$late." $AlertCommand }
            }
            { $_ -in 'Disconnected', 'Reconnected', 'PrinterOnline', 'PrinterOffline' } { Get-Line "${who}: $_" }
        }
        if (-not $told -and $session.ExpiresAt -and $session.ExpiresAt - [datetime]::Now -lt [timespan]::FromDays(7)) {
            $told = $true
            Send-Alert "The access token ends on $($session.ExpiresAt.ToString('s')). Sign in again." $AlertCommand
        }
    }
    exit $($alerts ? 6 : $told ? 5 : 0)
}
catch {
    $fault = $_
    Send-Alert "The watch has ended. $($fault.FullyQualifiedErrorId.Split(',')[0]): $fault" $AlertCommand
    exit (Get-ExitCode $fault)
}
finally {
    if ($session) {
        Disconnect-BambuCloud $session
    }
    if ($lock) {
        $lock.Dispose()
    }
}
