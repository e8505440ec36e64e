#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.5.0' }

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'Simulator.psm1') -Force
    $script:cloud = Start-Simulator -Speed 1 -Connect # Prints go on until they are cancelled.
    $script:cube = Get-TestFile
    $script:p1s, $script:x1, $script:a1, $script:offline = $cloud.Devices
}

AfterAll {
    Stop-Simulator $cloud
}

Describe 'Resume-BambuPrint' {
    BeforeEach {
        Clear-Printer $cloud
    }

    It 'goes on with a paused print' {
        $result = Send-BambuPrint $cube -DeviceId $p1s | Suspend-BambuPrint | Resume-BambuPrint
        $result | Should -BeOfType BambuCloud.BambuCommandResult
        $result.Command | Should -Be 'Resume'
        $result.Outcome | Should -Be 'Confirmed'
        $result.Sent | Should -BeTrue
        $result.Status.State | Should -Be 'Running'
    }

    It 'goes on with all that is paused, and nothing else' {
        $null = $p1s, $x1 | Send-BambuPrint -Path $cube
        $null = Suspend-BambuPrint $p1s
        $results = Get-BambuPrinterStatus $p1s, $x1 | Where-Object State -EQ Pause | Resume-BambuPrint
        $results.DeviceId | Should -Be $p1s
        $results.Outcome | Should -Be 'Confirmed'
    }

    It 'sends nothing to a printer that prints' {
        $null = Send-BambuPrint $cube -DeviceId $p1s
        $before = Get-RequestCount $cloud 'MQTT resume'
        $result = Resume-BambuPrint $p1s
        $result.Outcome | Should -Be 'Confirmed'
        $result.Sent | Should -BeFalse
        Get-RequestCount $cloud 'MQTT resume' | Should -Be $before
    }

    It 'is refused where nothing prints' {
        $result = Resume-BambuPrint $x1 -ErrorAction SilentlyContinue
        $result.Outcome | Should -Be 'Refused'
        $result.Reason | Should -BeLike '*prints nothing*'
    }

    It 'says when a printer ignores it' {
        $null = Send-BambuPrint $cube -DeviceId $p1s | Suspend-BambuPrint
        Invoke-Simulator $cloud "printers/$p1s/ignore"
        try {
            $result = Resume-BambuPrint $p1s -TimeoutSec 1 -ErrorAction SilentlyContinue
            $result.Outcome | Should -Be 'Unconfirmed'
            $result.Status.State | Should -Be 'Paused'
        }
        finally {
            Invoke-Simulator $cloud "printers/$p1s/obey"
        }
    }
}
