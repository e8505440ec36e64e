#Requires -Version 7.4
<#
.SYNOPSIS
    Writes a CSV file of the prints that ended on a day, and says in one line how they went.
.DESCRIPTION
    Made for a scheduled task: it asks nothing, writes lines with the time in front, and ends with an exit code.

      0  done
      1  something else went wrong, such as a folder that cannot be written to
      2  sign in again: no session, or one that is no good any more
      3  the cloud cannot be reached or fails: the next run may succeed
      4  another report is being made in this folder
      5  done, but the token ends within a week: sign in again
.PARAMETER Folder
    Where prints-<day>.csv goes. It is made where there is none.
.PARAMETER Day
    The day, from midnight to midnight of local time; by default yesterday. The same day gives the same file, so that a run that was
    missed can be made up for.
.PARAMETER TokenFile
    A file with the access token. Without it, the environment (BAMBU_ACCESS_TOKEN) and then the saved session are used.
.PARAMETER Module
    The module's name, or the path of its manifest.
.EXAMPLE
    pwsh -NoProfile -NonInteractive -File nightly-report.ps1 -Folder ~/bambu
#>
[CmdletBinding()]
param(
    [Parameter(Mandatory)]
    [string] $Folder,

    [datetime] $Day = [datetime]::Today.AddDays(-1),

    [string] $TokenFile,

    [string] $Module = 'BambuCloud'
)

Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'

# A print is listed by when it began: one that took longer than this is not found by its end.
$longestPrint = [timespan]::FromDays(7)

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

function Get-Cell([string] $Text) {
    # A spreadsheet takes what begins so for a formula, and a design's title is somebody else's text.
    $Text -match '^[=+\-@\t\r]' ? "'$Text" : $Text
}

$session = $lock = $null
try {
    $Folder = (New-Item -ItemType Directory -Path $Folder -Force).FullName
    try {
        $lock = [IO.File]::Open((Join-Path $Folder 'nightly-report.lock'), 'OpenOrCreate', 'ReadWrite', 'None')
    }
    catch [IO.IOException] {
        [Console]::Error.WriteLine((Get-Line "Another report is being made in '$Folder'."))
        exit 4
    }

    Import-Module $Module
    if ($TokenFile) {
        $env:BAMBU_ACCESS_TOKEN = Get-Content -LiteralPath $TokenFile -Raw
    }
    $session = Connect-BambuCloud -PassThru -WarningVariable ending -WarningAction SilentlyContinue
    $env:BAMBU_ACCESS_TOKEN = $null # Whatever this starts does not need it.

    $from = $Day.Date
    $to = $from.AddDays(1)
    $tasks = Get-BambuTask -Since ($from - $longestPrint) -Session $session | Where-Object {
        $end = $_.EndTime ?? $_.StartTime
        $_.Status -in 'Finished', 'Failed' -and $end -ge $from -and $end -lt $to
    } | Sort-Object EndTime

    $finished = $failed = 0
    $grams = 0.0
    $rows = @(foreach ($task in $tasks) {
        if ($task.Status -eq 'Finished') { $finished++ } else { $failed++ }
        $grams += $task.FilamentGrams ?? 0
        [pscustomobject]@{
            Ended   = $task.EndTime ? $task.EndTime.ToString('s') : ''
            Started = $task.StartTime ? $task.StartTime.ToString('s') : ''
            Printer = Get-Cell $task.DeviceName
            Title   = Get-Cell $task.Title
            Status  = $task.Status
            Minutes = $task.Duration ? [math]::Round($task.Duration.TotalMinutes) : ''
            Grams   = "$($task.FilamentGrams)" # With a point in every culture.
            TaskId  = $task.TaskId
        }
    })

    # A file that somebody reads meanwhile is whole.
    $file = Join-Path $Folder "prints-$($from.ToString('yyyy-MM-dd', [cultureinfo]::InvariantCulture)).csv"
    $header = '"Ended","Started","Printer","Title","Status","Minutes","Grams","TaskId"'
    $rows ? ($rows | ConvertTo-Csv -Delimiter ',') : $header | Set-Content -LiteralPath "$file.part" -Encoding utf8
    Move-Item -LiteralPath "$file.part" -Destination $file -Force

    Get-Line "$($from.ToString('s').Substring(0, 10)): $finished finished, $failed failed, $([math]::Round($grams, 1)) g of filament. $file"
    if ($ending) {
        [Console]::Error.WriteLine((Get-Line "WARNING $ending"))
        exit 5
    }
}
catch {
    [Console]::Error.WriteLine((Get-Line "ERROR $($_.FullyQualifiedErrorId.Split(',')[0]): $_"))
    exit (Get-ExitCode $_)
}
finally {
    if ($session) {
        Disconnect-BambuCloud $session
    }
    if ($lock) {
        $lock.Dispose()
    }
}
