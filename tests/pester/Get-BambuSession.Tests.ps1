#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.5.0' }

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'Simulator.psm1') -Force
    $script:cloud = Start-Simulator
}

AfterAll {
    Stop-Simulator $cloud
}

Describe 'Get-BambuSession' {
    It 'gives nothing and no error without a session' {
        Disconnect-BambuCloud
        Get-BambuSession -ErrorAction Stop | Should -BeNullOrEmpty
    }

    Context 'with a session' {
        BeforeAll {
            Connect-Simulator $cloud
        }

        It 'gives the session, and asks nobody for it' {
            $before = Get-SimulatorRequest $cloud
            $session = Get-BambuSession
            $session | Should -BeOfType BambuCloud.BambuSession
            $session.Uid | Should -Be $cloud.Uid
            $session.ApiEndpoint | Should -Be $cloud.ApiEndpoint
            Get-SimulatorRequest $cloud | Should -Be $before
        }

        It 'has no property that holds the token' {
            $seen = (Get-BambuSession | Get-Appearance) -join "`n"
            $seen.Contains($cloud.AccessToken) | Should -BeFalse
            (Get-BambuSession).PSObject.Properties.Name | Should -Not -Contain 'AccessToken'
        }
    }
}
