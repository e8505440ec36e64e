#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.5.0' }

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'Simulator.psm1') -Force
}

Describe 'Get-BambuNotification' {
    BeforeAll {
        $script:cloud = Start-Simulator -Connect
    }

    AfterAll {
        Stop-Simulator $cloud
    }

    It 'gives all messages, newest first' {
        $all = Get-BambuNotification
        $all | Should -BeOfType BambuCloud.BambuNotification
        $all | Should -HaveCount 6
        $all.Timestamp | Should -Be ($all.Timestamp | Sort-Object -Descending)
        $all[0].Timestamp.Kind | Should -Be 'Local'
        ((Get-Date) - $all[0].Timestamp).TotalHours | Should -BeGreaterThan 5.9
        ((Get-Date) - $all[0].Timestamp).TotalHours | Should -BeLessThan 6.2
    }

    It 'gives those that are no older than -Since' {
        $all = Get-BambuNotification
        (Get-BambuNotification -Since $all[2].Timestamp).NotificationId | Should -Be $all[0..2].NotificationId
        Get-BambuNotification -Since (Get-Date) | Should -BeNullOrEmpty
    }

    It 'gives those that are not read with -Unread' {
        $unread = Get-BambuNotification -Unread
        $unread | Should -HaveCount 3
        $unread.Read | Should -Not -Contain $true
    }

    It 'gives <Count> for <Arguments>' -ForEach @(
        @{ Arguments = @{ Type = 'print_failed' }; Count = 1 }
        @{ Arguments = @{ Type = 'PRINT_F*' }; Count = 1 }
        @{ Arguments = @{ Type = 'print_failed', '*complete' }; Count = 6 }
        @{ Arguments = @{ Type = 'print_complete'; Unread = $true }; Count = 3 }
        @{ Arguments = @{ Type = 'print_failed'; Unread = $true }; Count = 0 }
        @{ Arguments = @{ Type = 'nothing' }; Count = 0 }
        @{ Arguments = @{ First = 2 }; Count = 2 }
        @{ Arguments = @{ First = 100 }; Count = 6 }
        @{ Arguments = @{ Type = 'print_c*'; Unread = $true; First = 2 }; Count = 2 }
    ) {
        $found = @(Get-BambuNotification @Arguments -ErrorAction Stop)
        $found | Should -HaveCount $Count
        $all = Get-BambuNotification
        $found.NotificationId | Should -Be ($all | Where-Object NotificationId -In $found.NotificationId).NotificationId
    }

    It 'takes types by position, in any case, whatever the culture (<_>)' -ForEach 'en-US', 'de-DE', 'tr-TR' {
        $run = Invoke-Pipeline -Culture $_ { Get-BambuNotification PRINT_FAILED }
        $run.Output.NotificationId | Should -Be 'notif_0003'
    }

    It 'says what each is about' {
        $failed = Get-BambuNotification | Where-Object Type -EQ print_failed
        $failed.NotificationId | Should -Be 'notif_0003'
        $failed.Message | Should -BeLike '*filament ran out*'
        "$failed" | Should -Be $failed.Message
    }

    It 'shows dates as people write them there (<_>)' -ForEach 'en-US', 'de-DE', 'tr-TR' {
        $run = Invoke-Pipeline -Culture $_ {
            $PSStyle.OutputRendering = 'PlainText'
            Get-BambuNotification -First 1 | Out-String -Stream -Width 80
        }
        $date = (Get-BambuNotification -First 1).Timestamp.ToString('g', [cultureinfo] $_)
        $run.Output -like "$date*" | Should -HaveCount 1
    }

    It 'can be exported' {
        (Get-BambuNotification | ConvertTo-Json | ConvertFrom-Json).NotificationId | Should -HaveCount 6
        Get-BambuNotification | Export-Csv -LiteralPath 'TestDrive:/messages.csv'
        Import-Csv -LiteralPath 'TestDrive:/messages.csv' | Should -HaveCount 6
    }

    It 'says when the token is no longer good' {
        Invoke-Simulator $cloud 'token/revoke'
        try {
            { Get-BambuNotification } | Should -Throw -ErrorId 'BambuCloud.TokenRefused,*'
        }
        finally {
            Invoke-Simulator $cloud 'token/restore'
        }
    }
}

Describe 'Get-BambuNotification of an account without messages' {
    It 'gives nothing, and that is no error' {
        $cloud = Start-Simulator -Printers 0
        try {
            Connect-Simulator $cloud
            Get-BambuNotification -ErrorAction Stop | Should -BeNullOrEmpty
            Get-BambuNotification -Unread | Set-BambuNotification -Read -ErrorAction Stop | Should -BeNullOrEmpty
        }
        finally {
            Stop-Simulator $cloud
        }
    }
}
