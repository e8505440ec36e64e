#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.5.0' }

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'Simulator.psm1') -Force
}

Describe 'Get-BambuAccount of the <ApiProfile> cloud' -ForEach @(
    @{ ApiProfile = 'documented' }
    @{ ApiProfile = 'live' }
) {
    BeforeAll {
        $script:cloud = Start-Simulator -ApiProfile $ApiProfile -Connect
    }

    AfterAll {
        Stop-Simulator $cloud
    }

    It 'says who is signed in, and masks what it signs in with' {
        $account = Get-BambuAccount
        $account | Should -BeOfType BambuCloud.BambuAccount
        $account.Uid | Should -Be $cloud.Uid
        $account.Name | Should -Be 'Simulated account'
        $account.Handle | Should -Not -BeNullOrEmpty
        $account.Account | Should -Be "m$([char]0x2026)r@example.com"
        ($account | Get-Appearance) -join "`n" | Should -Not -BeLike "*$($cloud.Account)*"
    }

    It 'is enough for it that one of the two answers (<_>)' `
        -ForEach '/v1/user-service/my/profile', '/v1/design-user-service/my/preference' {
        Add-SimulatorFault $cloud "GET $_" Status -Status 404
        (Get-BambuAccount).Uid | Should -Be $cloud.Uid
    }

    It 'says so where neither answers' {
        Add-SimulatorFault $cloud 'GET /v1/user-service/my/profile' Status -Status 404
        Add-SimulatorFault $cloud 'GET /v1/design-user-service/my/preference' Status -Status 404
        (Get-Fault { Get-BambuAccount }).FullyQualifiedErrorId | Should -BeLike 'BambuCloud.NotFound,*'
    }
}
