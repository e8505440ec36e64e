#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.5.0' }

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'Simulator.psm1') -Force
    $script:cloud = Start-Simulator -ApiProfile live -Connect
    $script:route = 'GET /v1/user-service/my/messages'
}

AfterAll {
    Stop-Simulator $cloud
}

Describe 'Get-BambuMessage' {
    It 'gives all messages, each once, newest first' {
        $all = Get-BambuMessage
        $all | Should -BeOfType BambuCloud.BambuMessage
        $all | Should -HaveCount 45
        @($all.MessageId | Select-Object -Unique) | Should -HaveCount 45
        $all.CreatedAt | Should -Be ($all.CreatedAt | Sort-Object -Descending)
        $all[0].CreatedAt.Kind | Should -Be 'Local'
    }

    It 'asks for no more than is taken' {
        $before = Get-RequestCount $cloud $route
        Get-BambuMessage -First 5 | Should -HaveCount 5
        Get-BambuMessage | Select-Object -First 5 | Should -HaveCount 5
        Get-RequestCount $cloud $route | Should -Be ($before + 2)
    }

    It 'gives those of a type, by position, and those since a time' {
        Get-BambuMessage 6 -First 3 | Should -HaveCount 3
        Get-BambuMessage 3 | Should -BeNullOrEmpty
        $tenth = (Get-BambuMessage -First 10)[-1]
        (Get-BambuMessage -Since $tenth.CreatedAt).MessageId | Should -HaveCount 10
    }

    It 'leads to the print that a message is about' {
        $message = Get-BambuMessage -First 1
        $task = $message | Get-BambuTask
        $task.TaskId | Should -Be $message.TaskId
        $task.DeviceId | Should -Be $message.DeviceId
        $task.Status | Should -Be $message.TaskStatus
    }

    It 'counts those that are not read' {
        $counts = Get-BambuMessage -UnreadCount
        $counts | Should -BeOfType BambuCloud.BambuMessageCount
        ($counts | Where-Object Type -EQ deviceCount).Unread | Should -Be 3
    }

    It 'is what a service without notifications leads to' {
        $fault = Get-Fault { Get-BambuNotification }
        $fault.FullyQualifiedErrorId | Should -BeLike 'BambuCloud.NotOffered,*'
        $fault.CategoryInfo.Category | Should -Be 'NotImplemented'
        $fault.ErrorDetails.RecommendedAction | Should -BeLike '*Get-BambuMessage*'
        (Get-Fault { Set-BambuNotification notif_0001 -Read }).ErrorDetails.RecommendedAction | Should -BeLike '*Get-BambuMessage*'
    }

    It 'says what else to use where a service has none' {
        $documented = Start-Simulator -Connect
        try {
            Add-SimulatorFault $documented $route Status -Status 404
            (Get-Fault { Get-BambuMessage }).FullyQualifiedErrorId | Should -BeLike 'BambuCloud.NotFound,*'
        }
        finally {
            Stop-Simulator $documented
            Connect-Simulator $cloud
        }
    }
}
