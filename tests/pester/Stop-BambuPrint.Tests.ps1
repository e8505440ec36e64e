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

Describe 'Stop-BambuPrint' {
    BeforeEach {
        Clear-Printer $cloud
    }

    It 'ends a print, and the printer says so' {
        $result = Send-BambuPrint $cube -DeviceId $p1s | Stop-BambuPrint -Confirm:$false
        $result | Should -BeOfType BambuCloud.BambuCommandResult
        $result.Command | Should -Be 'Stop'
        $result.Outcome | Should -Be 'Confirmed'
        $result.Sent | Should -BeTrue
        $result.Status.State | Should -Be 'Cancelled'
        (Get-BambuPrinterStatus $p1s).State | Should -Be 'Cancelled'
    }

    It 'ends a paused print' {
        (Send-BambuPrint $cube -DeviceId $p1s | Suspend-BambuPrint | Stop-BambuPrint -Confirm:$false).Outcome | Should -Be 'Confirmed'
    }

    It 'is done already where nothing prints, and sends nothing' {
        $before = Get-RequestCount $cloud 'MQTT stop'
        $result = Stop-BambuPrint $x1 -Confirm:$false
        $result.Outcome | Should -Be 'Confirmed'
        $result.Sent | Should -BeFalse
        Get-RequestCount $cloud 'MQTT stop' | Should -Be $before
    }

    It 'says when a printer refuses' {
        $null = Send-BambuPrint $cube -DeviceId $p1s
        Invoke-Simulator $cloud "printers/$p1s/refuse"
        try {
            $result = Stop-BambuPrint $p1s -TimeoutSec 5 -Confirm:$false -ErrorAction SilentlyContinue -ErrorVariable faults
            $faults.FullyQualifiedErrorId | Should -Be 'BambuCloud.CommandRefused,BambuCloud.Cmdlets.StopBambuPrint'
            $faults.TargetObject | Should -Be $result
            $result.Outcome | Should -Be 'Refused'
            $result.Reason | Should -BeLike '*developer mode*'
            $result.Status.State | Should -BeIn 'Preparing', 'Running'
        }
        finally {
            Invoke-Simulator $cloud "printers/$p1s/obey"
        }
    }

    It 'asks of itself, and ends nothing where nobody answers' {
        $null = Send-BambuPrint $cube -DeviceId $p1s
        $before = Get-RequestCount $cloud 'MQTT stop'
        $run = Invoke-Pipeline -Variables @{ id = $p1s } { Stop-BambuPrint $id }
        "$($run.Error)$($run.Thrown)" | Should -BeLike "*Stop the print*$p1s*"
        Get-RequestCount $cloud 'MQTT stop' | Should -Be $before
        (Get-BambuPrinterStatus $p1s).State | Should -BeIn 'Preparing', 'Running'
    }

    It 'ends what <Answer> says, of 3 prints' -ForEach @(
        @{ Answer = 'Yes'; Ended = 'A1 1', 'P1S 1', 'X1 Carbon 1' }
        @{ Answer = 'No'; Ended = @() }
    ) {
        $null = $p1s, $x1, $a1 | Send-BambuPrint -Path $cube
        $run = Invoke-Answered "'$p1s', '$x1', '$a1' | Stop-BambuPrint" $Answer
        $run.Error | Should -BeNullOrEmpty
        $run.Asked | Should -HaveCount 1
        "$($run.Asked)" | Should -BeLike "*Stop the print*3 printers*P1S 1 ($p1s), which prints cube*A1 1*"
        @($run.Output | ForEach-Object DeviceName | Sort-Object) | Should -Be $Ended
        (Get-BambuPrinterStatus $p1s, $x1, $a1 | Where-Object State -EQ Cancelled) | Should -HaveCount @($Ended).Count
    }
}
