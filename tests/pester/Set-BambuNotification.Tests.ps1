#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.5.0' }

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'Simulator.psm1') -Force
    $script:cloud = Start-Simulator -Connect
}

AfterAll {
    Stop-Simulator $cloud
}

Describe 'Set-BambuNotification' {
    BeforeEach {
        Get-BambuNotification | Set-BambuNotification -Unread
    }

    It 'marks as read, and writes nothing' {
        Set-BambuNotification notif_0002 -Read | Should -BeNullOrEmpty
        (Get-BambuNotification | Where-Object Read).NotificationId | Should -Be 'notif_0002'
    }

    It 'marks as unread' {
        Set-BambuNotification notif_0002, notif_0003 -Read
        Set-BambuNotification notif_0002 -Unread
        (Get-BambuNotification | Where-Object Read).NotificationId | Should -Be 'notif_0003'
    }

    It 'marks all that come from the pipeline' {
        Get-BambuNotification -Unread | Set-BambuNotification -Read
        Get-BambuNotification -Unread | Should -BeNullOrEmpty
    }

    It 'marks those that were chosen on the way' {
        Get-BambuNotification | Where-Object Type -EQ print_failed | Set-BambuNotification -Read
        (Get-BambuNotification | Where-Object Read).Type | Should -Be 'print_failed'
    }

    It 'writes them as the cloud has them then with -PassThru, after one more call' {
        $before = Get-RequestCount $cloud 'GET /v1/iot-service/api/user/notification'
        $marked = Set-BambuNotification notif_0002, notif_0005, notif_9999 -Read -PassThru -ErrorAction SilentlyContinue
        $marked | Should -BeOfType BambuCloud.BambuNotification
        $marked.NotificationId | Sort-Object | Should -Be 'notif_0002', 'notif_0005'
        $marked.Read | Should -Be $true, $true
        (Get-RequestCount $cloud 'GET /v1/iot-service/api/user/notification') - $before | Should -Be 1
        (Get-BambuNotification -Unread | Set-BambuNotification -Read -PassThru | Set-BambuNotification -Unread -PassThru).Read |
            Should -Be (@($false) * 4)
    }

    It 'writes nothing with -PassThru where nothing was marked' {
        $before = Get-RequestCount $cloud 'GET /v1/iot-service/api/user/notification'
        Set-BambuNotification notif_9999 -Read -PassThru -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        (Invoke-Pipeline { Set-BambuNotification notif_0001 -Read -PassThru -WhatIf }).Output | Should -BeNullOrEmpty
        @() | Set-BambuNotification -Read -PassThru | Should -BeNullOrEmpty
        Get-RequestCount $cloud 'GET /v1/iot-service/api/user/notification' | Should -Be $before
    }

    It 'takes the message itself' {
        (Set-BambuNotification (Get-BambuNotification -Type print_failed) -Read -PassThru).NotificationId | Should -Be 'notif_0003'
    }

    It 'takes messages that come back from an export' {
        Get-BambuNotification | Select-Object -First 1 | Export-Csv -LiteralPath 'TestDrive:/message.csv'
        Import-Csv -LiteralPath 'TestDrive:/message.csv' | Set-BambuNotification -Read
        Get-BambuNotification -Unread | Should -HaveCount 5
    }

    It 'takes -Read:$false for unread, and -Unread:$false for read' {
        Set-BambuNotification notif_0001 -Unread:$false
        (Get-BambuNotification | Where-Object Read).NotificationId | Should -Be 'notif_0001'
        Set-BambuNotification notif_0001 -Read:$false
        Get-BambuNotification | Where-Object Read | Should -BeNullOrEmpty
    }

    It 'names one that is missing, and marks the others' {
        Set-BambuNotification notif_0001, notif_9999, notif_0002 -Read -ErrorAction SilentlyContinue -ErrorVariable faults
        $faults | Should -HaveCount 1
        $faults[0].FullyQualifiedErrorId | Should -BeLike 'BambuCloud.NotFound,*'
        $faults[0].CategoryInfo.Category | Should -Be 'ObjectNotFound'
        $faults[0].TargetObject | Should -Be 'notif_9999'
        "$($faults[0])" | Should -BeLike "The account has no message 'notif_9999' (HTTP 404*). Get-BambuNotification lists*"
        (Get-BambuNotification | Where-Object Read).NotificationId | Sort-Object | Should -Be 'notif_0001', 'notif_0002'
    }

    It 'ends at one that is missing with -ErrorAction Stop' {
        { Set-BambuNotification notif_9999, notif_0001 -Read -ErrorAction Stop } | Should -Throw -ErrorId 'BambuCloud.NotFound,*'
        Get-BambuNotification | Where-Object Read | Should -BeNullOrEmpty
    }

    It 'marks as read where nothing is said' {
        Set-BambuNotification notif_0001
        'notif_0002' | Set-BambuNotification -PassThru | ForEach-Object Read | Should -BeTrue
        (Get-BambuNotification | Where-Object Read).NotificationId | Sort-Object | Should -Be 'notif_0001', 'notif_0002'
    }

    It 'takes -Read or -Unread, and not both' {
        { Set-BambuNotification notif_0001 -Read -Unread } | Should -Throw -ErrorId 'AmbiguousParameterSet,*'
    }

    It 'changes nothing with -WhatIf' {
        $run = Invoke-Pipeline { Get-BambuNotification -Unread | Set-BambuNotification -Read -WhatIf }
        $run.Error | Should -BeNullOrEmpty
        Get-BambuNotification -Unread | Should -HaveCount 6
    }

    It 'asks with -Confirm, and changes nothing where nobody answers' {
        $run = Invoke-Pipeline { Set-BambuNotification notif_0001 -Read -Confirm }
        "$($run.Thrown.Message)$($run.Error)" | Should -BeLike '*Mark as read*notif_0001*'
        Get-BambuNotification -Unread | Should -HaveCount 6
    }

    It 'marks with -Confirm:$false' {
        Set-BambuNotification notif_0001 -Read -Confirm:$false
        Get-BambuNotification -Unread | Should -HaveCount 5
    }
}
