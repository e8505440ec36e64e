#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.5.0' }

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'Simulator.psm1') -Force
    $script:port = Get-ClosedPort
    $script:cloud = Start-Simulator -Lan -Printers 2 -AnnouncePort $port
}

AfterAll {
    Stop-Simulator $cloud
}

Describe 'Find-BambuPrinter' {
    It 'writes each printer once, as it is heard, and needs no session' {
        $found = Find-BambuPrinter -Port $port -TimeoutSec 3
        $found.DeviceId | Sort-Object | Should -Be ($cloud.Devices | Sort-Object)
        $found[0].Address | Should -Be '127.0.0.1'
        $found.Model | Should -Contain 'P1S'
    }

    It 'ends as soon as nobody wants more' {
        $watch = [Diagnostics.Stopwatch]::StartNew()
        Find-BambuPrinter -Port $port -TimeoutSec 60 | Select-Object -First 1 | Should -Not -BeNullOrEmpty
        $watch.Elapsed.TotalSeconds | Should -BeLessThan 30
    }

    It 'shows who is where' {
        Find-BambuPrinter -Port $port -TimeoutSec 3 | Get-View | Select-Object -Index 1 |
            Should -Match '^DeviceId +Name +Model +Address +LanOnly'
    }

    It 'writes nothing where nobody announces itself' {
        Find-BambuPrinter -Port (Get-ClosedPort) -TimeoutSec 1 | Should -BeNullOrEmpty
    }
}
