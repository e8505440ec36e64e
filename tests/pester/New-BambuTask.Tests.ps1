#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.5.0' }

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'Simulator.psm1') -Force
    $script:route = 'POST /v1/user-service/my/task'
    $script:model = @{ ModelId = 'US1'; ProfileId = '0007' }
}

Describe 'New-BambuTask' {
    BeforeAll {
        $script:cloud = Start-Simulator -Connect
    }

    AfterAll {
        Stop-Simulator $cloud
    }

    It 'makes a task, and writes it' {
        $task = New-BambuTask -ModelId US1 -Title 'My part' -DeviceId $cloud.Devices[0] -ProfileId 0007
        $task | Should -BeOfType BambuCloud.BambuTask
        $task.Title | Should -Be 'My part'
        $task.DeviceId | Should -Be $cloud.Devices[0]
        $task.ModelId | Should -Be 'US1'
        $task.ProfileId | Should -BeExactly '0007'
        $task.Status | Should -Be 'Created'
        $task.RawStatus | Should -Be 'created'
        (Get-BambuTask -First 1).TaskId | Should -Be $task.TaskId
    }

    It 'takes printers as <Name>' -ForEach @(
        @{ Name = 'an array'; Command = { New-BambuTask @model -Title 'T' -DeviceId $cloud.Devices[0, 2] } }
        @{ Name = 'ids from the pipeline'; Command = { $cloud.Devices[0, 2] | New-BambuTask @model -Title 'T' } }
        @{ Name = 'devices from the pipeline'; Command = { Get-BambuDevice 'P1S*', 'A1*' | New-BambuTask @model -Title 'T' } }
        @{ Name = 'devices'; Command = { New-BambuTask @model -Title 'T' -DeviceId (Get-BambuDevice 'P1S*', 'A1*') } }
    ) {
        $tasks = & $Command
        $tasks.DeviceId | Should -Be $cloud.Devices[0, 2]
        $tasks.TaskId | Select-Object -Unique | Should -HaveCount 2
    }

    It 'makes another task like one of the history' {
        $old = Get-BambuTask -AfterTaskId 410000010 -First 1
        $new = $old | New-BambuTask -Title 'Again'
        $new.Title | Should -Be 'Again'
        $new.DeviceId, $new.ModelId, $new.ProfileId | Should -Be $old.DeviceId, $old.ModelId, $old.ProfileId
    }

    It 'leaves the task in the history, with its model and profile' {
        $new = New-BambuTask @model -Title 'Kept' -DeviceId $cloud.Devices[0]
        $kept = Get-BambuTask -First 1
        $kept.TaskId, $kept.Title | Should -Be $new.TaskId, 'Kept'
        $kept.ModelId, $kept.ProfileId | Should -Be $model.ModelId, $model.ProfileId
    }

    It 'makes one task for a printer that is named twice in one breath, in upper and lower case' {
        $before = Get-RequestCount $cloud $route
        New-BambuTask @model -Title 'T' -DeviceId $cloud.Devices[0], $cloud.Devices[0].ToLowerInvariant() | Should -HaveCount 1
        (Get-RequestCount $cloud $route) - $before | Should -Be 1
    }

    It 'names a printer that is missing, and goes on' {
        $tasks = $cloud.Devices[0], 'nobody', $cloud.Devices[1] |
            New-BambuTask @model -Title 'T' -ErrorAction SilentlyContinue -ErrorVariable faults
        $tasks.DeviceId | Should -Be $cloud.Devices[0, 1]
        $faults | Should -HaveCount 1
        $faults[0].FullyQualifiedErrorId | Should -Be 'BambuCloud.DeviceNotFound,BambuCloud.Cmdlets.NewBambuTask'
        $faults[0].CategoryInfo.Category | Should -Be 'ObjectNotFound'
        $faults[0].TargetObject | Should -Be 'nobody'
        "$($faults[0])" | Should -BeLike "*'nobody'*Get-BambuDevice*"
    }

    It 'makes nothing with <Name>' -ForEach @(
        @{ Name = '-WhatIf'; Script = { Get-BambuDevice | New-BambuTask @model -Title 'My part' -WhatIf }; Asks = $false }
        @{
            Name = '-Confirm where nobody answers'
            Script = { Get-BambuDevice | New-BambuTask @model -Title 'My part' -Confirm }; Asks = $true
        }
    ) {
        $before = Get-RequestCount $cloud $route
        $run = Invoke-Pipeline $Script -Variables @{ model = $model }
        $run.Output | Should -BeNullOrEmpty
        "$($run.Error)" -like "*Make the task 'My part'*$($cloud.Devices[0])*" | Should -Be $Asks
        Get-RequestCount $cloud $route | Should -Be $before
    }

    It 'tells of its calls with -Verbose' {
        $run = Invoke-Pipeline -Variables @{ model = $model; id = $cloud.Devices[0] } {
            New-BambuTask @model -Title 'My part' -DeviceId $id -Verbose
        }
        @($run.Verbose.Message) -like "${route}: HTTP 200 in * ms" | Should -HaveCount 1
        $run.Output + $run.Verbose | Test-Exposure $cloud.AccessToken | Should -BeFalse
    }
}

Describe 'New-BambuTask in the live cloud' {
    It 'says of each printer that the account may not, and what to do instead' {
        $cloud = Start-Simulator -ApiProfile live
        try {
            Connect-Simulator $cloud
            $faults = Get-Fault { $cloud.Devices[0, 1] | New-BambuTask @model -Title 'T' }
            $faults.TargetObject | Should -Be $cloud.Devices[0, 1]
            $faults.FullyQualifiedErrorId | Select-Object -Unique | Should -Be 'BambuCloud.Forbidden,BambuCloud.Cmdlets.NewBambuTask'
            $faults[0].CategoryInfo.Category | Should -Be 'PermissionDenied'
            "$($faults[0])" | Should -BeLike '*signature*Bambu Studio*'
            Get-RequestCount $cloud $route | Should -Be 2
        }
        finally {
            Stop-Simulator $cloud
        }
    }
}
