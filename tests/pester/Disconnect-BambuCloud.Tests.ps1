#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.5.0' }

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'Simulator.psm1') -Force
    $script:cloud = Start-Simulator
}

AfterAll {
    Stop-Simulator $cloud
}

Describe 'Disconnect-BambuCloud' {
    It 'closes the session and writes nothing' {
        Connect-Simulator $cloud
        Disconnect-BambuCloud | Should -BeNullOrEmpty
        Get-BambuSession | Should -BeNullOrEmpty
    }

    It 'does nothing without a session' {
        Disconnect-BambuCloud
        { Disconnect-BambuCloud -ErrorAction Stop } | Should -Not -Throw
    }

    It 'ends a watch that runs in another runspace, and tells it why' {
        Connect-Simulator $cloud
        $pipeline = New-Pipeline -Variables @{ id = $cloud.Devices[0] } { Watch-BambuPrinter $id }
        try {
            $output = [Management.Automation.PSDataCollection[psobject]]::new()
            $running = $pipeline.BeginInvoke([Management.Automation.PSDataCollection[psobject]]::new(), $output)
            $null = Wait-Condition -Because 'the watch should say something' { $output.Count -gt 0 }
            Disconnect-BambuCloud
            $null = Wait-Condition -Because 'the watch should end' { $running.IsCompleted }
            $pipeline.Streams.Error.FullyQualifiedErrorId | Should -BeLike 'BambuCloud.SessionClosed,*'
            $null = Wait-Condition -Because 'no client should be left at the broker' { (Get-SimulatorState $cloud).mqttClients -eq 0 }
        }
        finally {
            $pipeline.Dispose()
        }
    }

    It 'ends a watch upstream of it in the same pipeline' {
        Connect-Simulator $cloud
        $fault = Get-Fault { Watch-BambuPrinter $cloud.Devices[0] -TimeoutSec 20 | ForEach-Object { Disconnect-BambuCloud } }
        $fault.FullyQualifiedErrorId | Should -BeLike 'BambuCloud.SessionClosed,*'
    }
}
