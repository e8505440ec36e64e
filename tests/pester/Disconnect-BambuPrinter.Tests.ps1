#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.5.0' }

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'Simulator.psm1') -Force
    $script:cloud = Start-Simulator -Lan -Printers 2
    $script:p1s, $script:x1 = $cloud.Devices
    $script:before = $env:XDG_STATE_HOME
    $env:XDG_STATE_HOME = Join-Path $cloud.Folder 'state'
}

AfterAll {
    Disconnect-BambuPrinter
    Stop-Simulator $cloud
    $env:XDG_STATE_HOME = $before
}

Describe 'Disconnect-BambuPrinter' {
    BeforeEach {
        Disconnect-BambuPrinter -Forget
        foreach ($index in 0, 1) {
            $address = Get-PrinterAddress $cloud -Index $index
            Connect-BambuPrinter @address -Name "Printer $index" -AcceptNewCertificate -Save
        }
    }

    It 'closes one by id, by name and from the pipeline, and leaves the other' {
        foreach ($which in $p1s, $p1s.ToLower(), 'pRINTER 0', '*ter 0') {
            $which | Disconnect-BambuPrinter
            @(Get-BambuDevice -ErrorAction Ignore).DeviceId | Should -Not -Contain $p1s
            Connect-BambuPrinter -Saved
        }
        Get-BambuDevice $x1 | Disconnect-BambuPrinter
        (Get-BambuDevice).DeviceId | Should -Be $p1s
    }

    It 'closes all, and it is no error that there is none' {
        Disconnect-BambuPrinter
        Disconnect-BambuPrinter
        (Get-Fault { Get-BambuDevice }).FullyQualifiedErrorId | Should -BeLike 'BambuCloud.NotConnected*'
    }

    It 'forgets certificate and code, of printers that are not connected too' {
        Disconnect-BambuPrinter $p1s
        Disconnect-BambuPrinter $p1s -Forget
        (Connect-BambuPrinter -Saved -PassThru).DeviceId | Should -Be $x1
        $address = Get-PrinterAddress $cloud
        (Get-Fault { Connect-BambuPrinter @address }).FullyQualifiedErrorId | Should -BeLike 'BambuCloud.PrinterCertificateUnknown*'
    }

    It 'closes nothing with -WhatIf' {
        Disconnect-BambuPrinter -Forget -WhatIf
        @(Get-BambuDevice).Count | Should -Be 2
    }

    It 'says so where two bear the name' {
        $address = Get-PrinterAddress $cloud
        Connect-BambuPrinter @address -Name 'printer 1'
        (Get-Fault { Disconnect-BambuPrinter 'Printer 1' }).FullyQualifiedErrorId | Should -BeLike 'BambuCloud.DeviceNameAmbiguous*'
        @(Get-BambuDevice).Count | Should -Be 2
    }

    It 'says which printer is not there' {
        $fault = Get-Fault { Disconnect-BambuPrinter Nowhere }
        $fault.FullyQualifiedErrorId | Should -BeLike 'BambuCloud.DeviceNotFound*'
        $fault.TargetObject | Should -Be 'Nowhere'
    }
}
