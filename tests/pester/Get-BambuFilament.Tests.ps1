#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.5.0' }

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'Simulator.psm1') -Force
    $script:cloud = Start-Simulator -Speed 1 -Connect
    $script:p1s, $script:x1, $script:a1, $script:offline = $cloud.Devices
}

AfterAll {
    Stop-Simulator $cloud
}

Describe 'Get-BambuFilament' {
    It 'gives each place for a spool of each printer that answers' {
        $slots = Get-BambuFilament -TimeoutSec 5
        $slots | Should -BeOfType BambuCloud.BambuFilamentSlot
        $slots.DeviceId | Select-Object -Unique | Sort-Object | Should -Be ($p1s, $x1, $a1 | Sort-Object)
        $mine = $slots | Where-Object { $_.DeviceId -eq $p1s -and $null -ne $_.AmsId }
        $mine.Slot | Should -Be 0, 1, 2, 3
        $mine.Material | Should -Be 'PLA', 'PLA', 'PETG', $null
        $mine.Empty | Should -Be $false, $false, $false, $true
    }

    It 'finds a material and a colour over all printers, by word, code and pattern' {
        (Get-BambuFilament $p1s -Material petg -Color blue).Slot | Should -Be 2
        (Get-BambuFilament $p1s -Color '#161616').ColorName | Should -Be 'Black'
        (Get-BambuFilament $p1s, $x1 -Material 'PE*').DeviceId | Sort-Object | Should -Be ($p1s, $x1 | Sort-Object)
        Get-BambuFilament $p1s -Material PA6 | Should -BeNullOrEmpty
    }

    It 'pipes into what takes printers' {
        (Get-BambuFilament $p1s -Material PETG | Get-BambuPrinterStatus).DeviceId | Should -Be $p1s
    }
}
