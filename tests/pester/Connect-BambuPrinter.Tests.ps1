#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.5.0' }

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'Simulator.psm1') -Force
    $script:cloud = Start-Simulator -Lan -Printers 2 -Speed 300
    $script:p1s, $script:x1 = $cloud.Devices
    $script:folder = Join-Path $cloud.Folder 'state'
    $script:before = $env:XDG_STATE_HOME
    $env:XDG_STATE_HOME = $script:folder # What is known of printers is this file's alone.
}

AfterAll {
    Disconnect-BambuPrinter
    Stop-Simulator $cloud
    $env:XDG_STATE_HOME = $before
}

Describe 'Connect-BambuPrinter' {
    BeforeEach {
        Disconnect-BambuPrinter
        Get-BambuSession -All | Disconnect-BambuCloud
        Remove-Item -LiteralPath $script:folder -Recurse -Force -ErrorAction Ignore
        Clear-Printer $cloud
        $script:address = Get-PrinterAddress $cloud
    }

    Context 'without any account' {
        BeforeEach {
            Connect-BambuPrinter @address -Name 'Workshop' -Model P1S -AcceptNewCertificate
        }

        It 'lists the printers that are connected, and says how' {
            $device = Get-BambuDevice
            $device.DeviceId | Should -Be $p1s
            "$($device.Connection)" | Should -Be 'Lan'
            $device.Name, $device.Model, $device.ModelCode | Should -Be 'Workshop', 'P1S', 'C12'
        }

        It 'tells its state, pauses, resumes and stops its print, and waits for it' {
            Invoke-Simulator $cloud "printers/$p1s/start"
            (Get-BambuPrinterStatus).JobName | Should -Be 'bracket'
            (Suspend-BambuPrint Workshop).Outcome | Should -Be 'Confirmed'
            (Get-BambuDevice | Resume-BambuPrint).Outcome | Should -Be 'Confirmed'
            (Get-BambuPrinterStatus | Stop-BambuPrint -Confirm:$false).Outcome | Should -Be 'Confirmed'
            Invoke-Simulator $cloud "printers/$p1s/start"
            (Wait-BambuPrint -PassThru -TimeoutSec 60).Outcome | Should -Be 'Finished'
        }

        It 'streams what happens to it' {
            Invoke-Simulator $cloud "printers/$p1s/start"
            $item = Watch-BambuPrinter -EventType PrintFinished -TimeoutSec 60 | Select-Object -First 1
            $item.DeviceId, $item.DeviceName | Should -Be $p1s, 'Workshop'
        }

        It 'stands on the board' {
            @(Show-BambuFleet -TimeoutSec 1) -join "`n" | Should -Match 'Workshop'
        }

        It 'says of what takes the account that there is none' {
            (Get-Fault { Get-BambuTask }).FullyQualifiedErrorId | Should -BeLike 'BambuCloud.NotConnected*'
            (Get-Fault { Get-BambuDevice | Get-BambuTask }).FullyQualifiedErrorId | Should -BeLike 'BambuCloud.NotConnected*'
        }
    }

    Context 'beside an account' {
        BeforeEach {
            Connect-Simulator $cloud
        }

        It 'takes name, model and access code from it, and is one printer' {
            $address.Remove('AccessCode')
            $device = Connect-BambuPrinter @address -AcceptNewCertificate -PassThru
            $device.Name | Should -Be (Get-BambuDevice $p1s).Name
            "$($device.Connection)" | Should -Be 'Cloud, Lan'
            @(Get-BambuDevice).DeviceId | Should -Be $p1s, $x1
            @(Get-BambuDevice).Connection -join ';' | Should -Be 'Cloud, Lan;Cloud'
            @(Get-BambuPrinterStatus).DeviceId | Sort-Object | Should -Be ($p1s, $x1 | Sort-Object)
        }

        It 'comes by pipeline from the device list, with the address where it was saved' {
            Connect-BambuPrinter @address -AcceptNewCertificate -Save
            Disconnect-BambuPrinter
            Get-BambuDevice $p1s | Connect-BambuPrinter
            "$((Get-BambuDevice $p1s).Connection)" | Should -Be 'Cloud, Lan'
        }

        It 'is heard itself, and over the cloud while it cannot be reached' {
            Connect-BambuPrinter @address -AcceptNewCertificate
            $before = Get-RequestCount $cloud 'MQTT CONNECT'
            (Get-BambuPrinterStatus $p1s).State | Should -Not -Be 'Offline'
            Get-RequestCount $cloud 'MQTT CONNECT' | Should -Be $before
            Invoke-Simulator $cloud "lan/$p1s/close"
            try {
                (Get-BambuPrinterStatus $p1s).State | Should -Not -Be 'Offline'
                Get-RequestCount $cloud 'MQTT CONNECT' | Should -Be ($before + 1)
            }
            finally {
                Invoke-Simulator $cloud "lan/$p1s/open"
            }
        }

        It 'gives the next command the account, where that is what it takes' {
            Connect-BambuPrinter @address -AcceptNewCertificate
            { Get-BambuPrinterStatus $p1s | Get-BambuTask -First 1 -ErrorAction Stop } | Should -Not -Throw
        }
    }

    Context 'whom it trusts' {
        It 'refuses a certificate that nobody knows, and says its fingerprint' {
            $fault = Get-Fault { Connect-BambuPrinter @address }
            $fault.FullyQualifiedErrorId | Should -BeLike 'BambuCloud.PrinterCertificateUnknown*'
            "$fault" | Should -BeLike "*$($cloud.LanPrinters[0].fingerprint)*"
            $fault.ErrorDetails.RecommendedAction | Should -BeLike '*-AcceptNewCertificate*'
        }

        It 'asks who sits there, and knows it from then on' {
            $script = "Connect-BambuPrinter -Address 127.0.0.1 -MqttPort $($address.MqttPort) " +
                "-AccessCode '$($cloud.LanPrinters[0].accessCode)' -PassThru"
            $first = Invoke-Answered $script 'Yes'
            $first.Error | Should -BeNullOrEmpty
            $first.Output.DeviceId | Should -Be $p1s
            $first.Asked -join "`n" | Should -BeLike "*$($cloud.LanPrinters[0].fingerprint)*"
            (Connect-BambuPrinter @address -PassThru).DeviceId | Should -Be $p1s
        }

        It 'does not connect where the answer is no' {
            $answered = Invoke-Answered ("Connect-BambuPrinter -Address 127.0.0.1 -MqttPort $($address.MqttPort) " +
                "-AccessCode '$($cloud.LanPrinters[0].accessCode)' -PassThru") 'No'
            $answered.Error.FullyQualifiedErrorId | Should -BeLike 'BambuCloud.PrinterCertificateUnknown*'
            $answered.Output | Should -BeNullOrEmpty
        }

        It 'refuses another certificate later, until somebody says that it is right' {
            Connect-BambuPrinter @address -AcceptNewCertificate
            Disconnect-BambuPrinter
            Invoke-Simulator $cloud "lan/$p1s/renew-certificate"
            $fault = Get-Fault { Connect-BambuPrinter @address }
            $fault.FullyQualifiedErrorId | Should -BeLike 'BambuCloud.PrinterCertificateChanged*'
            (Connect-BambuPrinter @address -AcceptNewCertificate -PassThru).DeviceId | Should -Be $p1s
        }

        It 'needs to ask nobody where an authority vouches for it' {
            (Connect-BambuPrinter @address -CACertificatePath $cloud.PrintersCertificatePath -PassThru).DeviceId | Should -Be $p1s
        }

        It 'sends nothing to a printer that is not the one that is meant' {
            $address.DeviceId = $x1
            $fault = Get-Fault { Connect-BambuPrinter @address -AcceptNewCertificate }
            $fault.FullyQualifiedErrorId | Should -BeLike 'BambuCloud.PrinterCertificateRefused*'
            "$fault" | Should -BeLike "*$p1s*"
        }
    }

    Context 'what goes wrong' {
        It 'says that the access code is refused, and does not show it' {
            $address.AccessCode = ConvertTo-Token 'wr0ng-c0'
            $fault = Get-Fault { Connect-BambuPrinter @address -AcceptNewCertificate }
            $fault.FullyQualifiedErrorId | Should -BeLike 'BambuCloud.AccessCodeRefused*'
            $fault | Test-Exposure 'wr0ng-c0' | Should -BeFalse
        }

        It 'says that nobody tells the access code' {
            $address.Remove('AccessCode')
            $fault = Get-Fault { Connect-BambuPrinter @address -AcceptNewCertificate }
            $fault.FullyQualifiedErrorId | Should -BeLike 'BambuCloud.AccessCodeRequired*'
        }

        It 'says that nothing answers' {
            $address.MqttPort = Get-ClosedPort
            (Get-Fault { Connect-BambuPrinter @address }).FullyQualifiedErrorId | Should -BeLike 'BambuCloud.PrinterUnreachable*'
        }

        It 'says that neither address nor printer was given' {
            (Get-Fault { Connect-BambuPrinter }).FullyQualifiedErrorId | Should -BeLike 'BambuCloud.PrinterNotFound*'
        }
    }

    Context 'saved printers' {
        It 'connects again without being told anything, and shows the code nowhere' {
            Connect-BambuPrinter @address -Name 'Workshop' -AcceptNewCertificate -Save
            Disconnect-BambuPrinter
            $device = Connect-BambuPrinter -Saved -PassThru
            $device.DeviceId, $device.Name | Should -Be $p1s, 'Workshop'
            $device | Test-Exposure $cloud.LanPrinters[0].accessCode | Should -BeFalse
        }

        It 'keeps the file from others' -Skip:$IsWindows {
            Connect-BambuPrinter @address -AcceptNewCertificate -Save
            $file = Get-ChildItem $script:folder -Recurse -Filter *.printer.json
            "$($file.UnixMode)" | Should -Be '-rw-------'
            chmod 644 $file
            Disconnect-BambuPrinter
            (Get-Fault { Connect-BambuPrinter @address }).FullyQualifiedErrorId | Should -BeLike 'BambuCloud.SavedPrinterExposed*'
        }

        It 'says that none is saved' {
            Connect-BambuPrinter @address -AcceptNewCertificate
            (Get-Fault { Connect-BambuPrinter -Saved }).FullyQualifiedErrorId | Should -BeLike 'BambuCloud.PrinterNotFound*'
        }
    }
}
