#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.5.0' }

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'Simulator.psm1') -Force
}

Describe 'Get-BambuTask of the <ApiProfile> cloud' -ForEach @(
    @{ ApiProfile = 'documented' }
    @{ ApiProfile = 'live' }
) {
    BeforeAll {
        $script:cloud = Start-Simulator -ApiProfile $ApiProfile -Tasks 45 -Connect
    }

    AfterAll {
        Stop-Simulator $cloud
    }

    Context 'the history' {
        It 'comes whole, newest first, each task once' {
            $tasks = Get-BambuTask
            $tasks | Should -BeOfType BambuCloud.BambuTask
            $tasks | Should -HaveCount 45
            $tasks.TaskId | Select-Object -Unique | Should -HaveCount 45
            $tasks.TaskId | Should -Be ($tasks.TaskId | Sort-Object -Descending)
        }

        It 'is asked for page by page as it is read' {
            $before = (Get-SimulatorState $cloud).requests.'GET /v1/user-service/my/tasks'
            Get-BambuTask | Select-Object -First 3 | Should -HaveCount 3
            (Get-SimulatorState $cloud).requests.'GET /v1/user-service/my/tasks' | Should -Be ($before + 1)
        }

        It 'is filtered by <Name>' -ForEach @(
            @{ Name = '-Status'; Filter = @{ Status = 'Failed', 'Cancelled' }; Keep = { $_.Status -in 'Failed', 'Cancelled' } }
            @{
                Name = '-Title, a pattern in any case'; Filter = @{ Title = 'ben*', 'HOOK' }
                Keep = { $_.Title -like 'Ben*' -or $_.Title -eq 'Hook' }
            }
            @{ Name = '-Until'; Filter = @{ Until = $null }; Keep = { $_.StartTime -lt $until } }
            @{
                Name = 'all of them'; Filter = @{ Status = 'Finished'; Title = 'Cube'; Until = $null }
                Keep = { $_.Status -eq 'Finished' -and $_.Title -eq 'Cube' -and $_.StartTime -lt $until }
            }
        ) {
            $all = Get-BambuTask
            $until = $all[20].StartTime
            if ($Filter.ContainsKey('Until')) {
                $Filter.Until = $until
            }
            $expected = @($all | Where-Object $Keep)
            $expected.Count | Should -BeGreaterThan 0
            $expected.Count | Should -BeLessThan $all.Count
            (Get-BambuTask @Filter).TaskId | Should -Be $expected.TaskId
            (Get-BambuTask @Filter -First 1).TaskId | Should -Be $expected[0].TaskId
        }

        It 'says of each task what was printed, where, and how it went' {
            $task = Get-BambuTask | Select-Object -Last 1
            $task.TaskId | Should -Be '410000000'
            $task.Title | Should -Be 'Cube'
            $task.DeviceId | Should -Be $cloud.Devices[0]
            $task.DeviceName | Should -Be 'P1S 1'
            $task.Status | Should -Be 'Finished'
            $task.FilamentGrams | Should -Be 8
            $task.FilamentMeters | Should -BeGreaterThan 1
            $task.EstimatedTime | Should -Be ([timespan]::FromMinutes(30))
            $task.StartTime.Kind | Should -Be 'Local'
            $task.Duration | Should -Be ($task.EndTime - $task.StartTime)
        }

        It 'tells failed tasks from finished ones' {
            $groups = Get-BambuTask | Group-Object Status -AsHashTable -AsString
            $groups.Failed.Count + $groups.Finished.Count | Should -Be 45
            $groups.Failed.Count | Should -Be 5
        }

        It 'works with Measure-Object, Sort-Object and Export-Csv' {
            (Get-BambuTask | Measure-Object -Property FilamentGrams -Sum).Sum | Should -BeGreaterThan 0
            (Get-BambuTask | Sort-Object FilamentGrams | Select-Object -First 1).FilamentGrams | Should -Be 8
            Get-BambuTask | Export-Csv -LiteralPath 'TestDrive:/tasks.csv'
            Import-Csv -LiteralPath 'TestDrive:/tasks.csv' | Should -HaveCount 45
        }

        It 'holds no signature of a picture' {
            $seen = (Get-BambuTask | Select-Object -First 5 | Get-Appearance) -join "`n"
            $seen | Should -Not -Match 'Signature|5f1d'
        }
    }

    Context 'a part of the history' {
        # The live service ignores where to begin, so that it is looked for.
        It 'is <Count> tasks from <FirstId> on for <Arguments>, with <Pages> pages of the documented cloud' -ForEach @(
            @{ Arguments = @{ First = 5 }; Count = 5; Pages = 1; Live = 1; FirstId = '410000044' }
            @{ Arguments = @{ First = 25 }; Count = 25; Pages = 2; Live = 2; FirstId = '410000044' }
            @{ Arguments = @{ First = 1000 }; Count = 45; Pages = 3; Live = 3; FirstId = '410000044' }
            @{ Arguments = @{ After = '410000010' }; Count = 10; Pages = 2; Live = 3; FirstId = '410000009' }
            @{ Arguments = @{ After = '410000010'; First = 3 }; Count = 3; Pages = 1; Live = 3; FirstId = '410000009' }
            @{ Arguments = @{ After = '410000000' }; Count = 0; Pages = 1; Live = 3; FirstId = $null }
        ) {
            $before = Get-RequestCount $cloud 'GET /v1/user-service/my/tasks'
            $tasks = @(Get-BambuTask @Arguments)
            $tasks | Should -HaveCount $Count
            $tasks.TaskId | Select-Object -First 1 | Should -Be $FirstId
            (Get-RequestCount $cloud 'GET /v1/user-service/my/tasks') - $before | Should -Be ($ApiProfile -eq 'live' ? $Live : $Pages)
        }

        It 'goes on where another one ended' {
            $first = Get-BambuTask -First 20
            $rest = Get-BambuTask -AfterTaskId $first[-1].TaskId
            @($first) + $rest | Select-Object -ExpandProperty TaskId | Should -Be (Get-BambuTask).TaskId
        }

        It 'begins with -Since, given as <Name>, and asks for no older pages' -ForEach @(
            @{ Name = 'local time'; Since = { (Get-Date).AddHours(-30) } }
            @{ Name = 'UTC'; Since = { [datetime]::UtcNow.AddHours(-30) } }
            @{ Name = 'a time of no kind'; Since = { [datetime]::SpecifyKind((Get-Date).AddHours(-30), 'Unspecified') } }
            @{ Name = 'a sortable text'; Since = { (Get-Date).AddHours(-30).ToString('s') } }
            @{ Name = 'a text with an offset'; Since = { [DateTimeOffset]::UtcNow.AddHours(-30).ToOffset('05:30').ToString('o') } }
        ) {
            $before = Get-RequestCount $cloud 'GET /v1/user-service/my/tasks'
            $tasks = Get-BambuTask -Since (& $Since)
            $tasks | Should -HaveCount 9
            $tasks.StartTime | ForEach-Object { $_ | Should -BeGreaterThan (Get-Date).AddHours(-30) }
            (Get-RequestCount $cloud 'GET /v1/user-service/my/tasks') - $before | Should -Be 1
        }

        It 'is counted by how it went' {
            $groups = Get-BambuTask -Since (Get-Date).AddDays(-7) | Group-Object Status -AsHashTable -AsString
            $groups.Finished.Count, $groups.Failed.Count | Should -Be 40, 5
            $groups = Get-BambuTask -Since (Get-Date).AddDays(-2) | Group-Object Status | Sort-Object Count
            $groups.Name | Should -Be 'Failed', 'Finished'
            $groups | ForEach-Object Count | Should -Be 2, 13
        }

        It 'is none that begins in the future, and that is no error' {
            Get-BambuTask -Since (Get-Date).AddDays(1) -ErrorAction Stop | Should -BeNullOrEmpty
        }

        It 'is the same part, with dates as people write them, whatever the culture (<_>)' -ForEach 'en-US', 'de-DE', 'tr-TR' {
            $run = Invoke-Pipeline -Culture $_ {
                $PSStyle.OutputRendering = 'PlainText'
                $tasks = Get-BambuTask -Since (Get-Date).AddHours(-30).ToString('s')
                $tasks.Count
                $tasks | Out-String -Stream -Width 80
            }
            $run.Error | Should -BeNullOrEmpty
            $run.Output[0] | Should -Be 9
            $newest = (Get-BambuTask -First 1).StartTime.ToString('g', [cultureinfo] $_)
            $run.Output -like "$newest*" | Should -Not -BeNullOrEmpty
            ($run.Output[1..99] | Measure-Object -Property Length -Maximum).Maximum | Should -BeLessOrEqual 80
        }

        It 'refuses <Name>' -ForEach @(
            @{ Name = 'a date that is none'; Command = { Get-BambuTask -Since 'someday' }; Id = 'CannotConvertArgument*' }
            @{
                Name = 'a single task together with it'
                Command = { Get-BambuTask -TaskId 410000003 -First 2 }; Id = 'AmbiguousParameterSet,*'
            }
        ) {
            $before = Get-SimulatorRequest $cloud
            $Command | Should -Throw -ErrorId $Id
            Get-SimulatorRequest $cloud | Should -Be $before
        }
    }

    Context 'of printers' {
        It 'takes wildcards and arrays, and -First for each of them' {
            Get-BambuTask -DeviceId '*' | Should -HaveCount 45
            (Get-BambuTask -DeviceId '01p*', $cloud.Devices[1] -First 2).DeviceId | Should -Be $cloud.Devices[0, 0, 1, 1]
            (Get-BambuDevice 'P1*' | Get-BambuTask -First 1).DeviceId | Should -Be $cloud.Devices[0, 3]
        }

        It 'is theirs alone' {
            $tasks = Get-BambuTask -DeviceId $cloud.Devices[0]
            $tasks | Should -Not -BeNullOrEmpty
            $tasks.DeviceId | Select-Object -Unique | Should -Be $cloud.Devices[0]
        }

        It 'takes printers from the pipeline' {
            $tasks = Get-BambuDevice 'P1*' | Get-BambuTask
            $tasks.DeviceId | Select-Object -Unique | Should -Be $cloud.Devices[0, 3]
        }

        It 'is an error for one that is not in the account' {
            $fault = Get-Fault { Get-BambuTask -DeviceId '01P00A999999999' }
            $fault.FullyQualifiedErrorId | Should -Be 'BambuCloud.DeviceNotFound,BambuCloud.Cmdlets.GetBambuTask'
            $fault.TargetObject | Should -Be '01P00A999999999'
        }
    }

    Context 'one task' {
        It 'is found by its id' {
            $task = Get-BambuTask -TaskId 410000003
            $task.TaskId | Should -Be '410000003'
            $task.DeviceId | Should -Be $cloud.Devices[3]
            $task.Status | Should -Be 'Finished'
        }

        It 'is found by the id of another one from the pipeline' {
            (Get-BambuTask | Select-Object -First 2 | Get-BambuTask).TaskId | Should -Be '410000044', '410000043'
        }

        It 'is named when there is none, and the others come' {
            $tasks = Get-BambuTask -TaskId 410000001, 999, 410000002 -ErrorAction SilentlyContinue -ErrorVariable faults
            $tasks.TaskId | Sort-Object | Should -Be '410000001', '410000002'
            $faults | Should -HaveCount 1
            $faults[0].FullyQualifiedErrorId | Should -BeLike 'BambuCloud.NotFound,*'
            $faults[0].CategoryInfo.Category | Should -Be 'ObjectNotFound'
            $faults[0].TargetObject | Should -Be '999'
            "$($faults[0])" | Should -BeLike "The account's history has no task '999'*. Get-BambuTask lists*"
        }

        It 'takes the task itself, and tasks of a print job' {
            (Get-BambuTask -TaskId (Get-BambuTask -First 1)).TaskId | Should -Be '410000044'
            ([pscustomobject]@{ JobId = '410000007' } | Get-BambuTask).TaskId | Should -Be '410000007'
        }

        It 'ends the pipeline with -ErrorAction Stop when there is none' {
            { Get-BambuTask -TaskId 999 -ErrorAction Stop } | Should -Throw -ErrorId 'BambuCloud.NotFound,*'
        }
    }
}
