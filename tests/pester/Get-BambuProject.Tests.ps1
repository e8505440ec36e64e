#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.5.0' }

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'Simulator.psm1') -Force
    $script:route = 'GET /v1/iot-service/api/user/project'
}

# The document has pages and a project's files; the live service has no pages, and a project's profiles and plates.
Describe 'Get-BambuProject of the <ApiProfile> cloud' -ForEach @(
    @{ ApiProfile = 'documented'; FirstId = 'proj_001'; ThirdId = 'proj_003' }
    @{ ApiProfile = 'live'; FirstId = '70000000'; ThirdId = '70000002' }
) {
    BeforeAll {
        $script:cloud = Start-Simulator -ApiProfile $ApiProfile -Connect
        $script:live = $ApiProfile -eq 'live'
    }

    AfterAll {
        Stop-Simulator $cloud
    }

    Context 'the list' {
        It 'comes whole, each project once' {
            $all = Get-BambuProject
            $all | Should -BeOfType BambuCloud.BambuProject
            $all | Should -HaveCount 45
            $all.ProjectId | Select-Object -Unique | Should -HaveCount 45
            $all[0].ProjectId | Should -Be $FirstId
            $all[0].Name | Should -Be 'My Design 1'
            $all[0].FileCount | Should -Be ($live ? $null : 1)
            $all[0].RawStatus | Should -Be ($live ? 'ACTIVE' : $null)
            "$($all[0])" | Should -Be 'My Design 1'
        }

        It 'is told in local time' {
            $project = Get-BambuProject -First 1
            $project.CreatedAt.Kind | Should -Be 'Local'
            ((Get-Date) - $project.CreatedAt).TotalHours | Should -BeGreaterThan 1.9
            ((Get-Date) - $project.CreatedAt).TotalHours | Should -BeLessThan 2.2
        }

        It 'is <Count> of it, from the one at <From> on, for <Arguments>, with <Pages> pages' -ForEach @(
            @{ Arguments = @{ First = 5 }; From = 0; Count = 5; Pages = 1 }
            @{ Arguments = @{ First = 25 }; From = 0; Count = 25; Pages = 2 }
            @{ Arguments = @{ Skip = 43 }; From = 43; Count = 2; Pages = 1 }
            @{ Arguments = @{ Skip = 15; First = 10 }; From = 15; Count = 10; Pages = 2 }
            @{ Arguments = @{ Skip = 45 }; From = 0; Count = 0; Pages = 1 }
            @{ Arguments = @{ Skip = 1000; First = 1 }; From = 0; Count = 0; Pages = 1 }
            @{ Arguments = @{ Name = 'chess*' }; From = 3; Count = 9; Pages = 3 }
            @{ Arguments = @{ Name = 'Chess set 1', 'Drawer *' }; From = 3; Count = 10; Pages = 3 }
            @{ Arguments = @{ Name = 'Chess*'; Skip = 2; First = 3 }; From = 13; Count = 3; Pages = 2 }
            @{ Arguments = @{ Name = 'nothing' }; From = 0; Count = 0; Pages = 3 }
        ) {
            $before = Get-RequestCount $cloud $route
            $some = @(Get-BambuProject @Arguments -ErrorAction Stop)
            (Get-RequestCount $cloud $route) - $before | Should -Be ($live ? 1 : $Pages)
            $some | Should -HaveCount $Count
            if ($Count) {
                $some[0].ProjectId | Should -Be (Get-BambuProject)[$From].ProjectId
            }
        }

        It 'is asked for page by page as it is read' {
            $before = Get-RequestCount $cloud $route
            Get-BambuProject | Select-Object -First 3 | Should -HaveCount 3
            (Get-RequestCount $cloud $route) - $before | Should -Be 1
        }

        It 'takes names in any case and shows dates as people write them, whatever the culture (<_>)' -ForEach 'en-US', 'de-DE', 'tr-TR' {
            $run = Invoke-Pipeline -Culture $_ {
                $PSStyle.OutputRendering = 'PlainText'
                Get-BambuProject -Name 'MY DESIGN 1' | Out-String -Stream -Width 80
            }
            $run.Error | Should -BeNullOrEmpty
            $date = (Get-BambuProject -First 1).CreatedAt.ToString('g', [cultureinfo] $_)
            $run.Output -like "$FirstId *My Design 1 *$date*" | Should -HaveCount 1
        }
    }

    Context 'one project' {
        It 'comes with what is in it' {
            $project = Get-BambuProject $ThirdId
            $project.Name | Should -Be 'Lamp shade 1'
            $project.UpdatedAt | Should -BeGreaterThan $project.CreatedAt
            if ($live) {
                $project.ModelId | Should -Be 'US1002'
                $project.Profiles.ProfileId | Should -Be '8000002'
                $project.Profiles.Plates.Index | Should -Be 1, 2
                $project.Profiles.Plates.EstimatedTime | Should -Be ([timespan] '0:10:51'), ([timespan] '0:21:42')
                $project.Profiles.Plates.FilamentGrams | Should -Be 2.26, 4.52
            }
            else {
                $project.Files.FileName | Should -Be 'part1.3mf', 'part2.3mf', 'part3.3mf'
                $project.Files | ForEach-Object Length | Should -Be 14216, 28432, 42648
            }
        }

        It 'is taken as <Name>' -ForEach @(
            @{ Name = 'an array of ids'; Command = { Get-BambuProject $FirstId, $ThirdId } }
            @{ Name = 'projects from the pipeline'; Command = { Get-BambuProject -Name 'My Design 1', 'Lamp shade 1' | Get-BambuProject } }
            @{ Name = 'projects'; Command = { Get-BambuProject (Get-BambuProject -Name 'My Design 1', 'Lamp shade 1') } }
            @{ Name = 'whatever has a ProjectId'; Command = { [pscustomobject]@{ ProjectId = $FirstId, $ThirdId } | Get-BambuProject } }
        ) {
            $projects = & $Command
            $projects.ProjectId | Should -Be $FirstId, $ThirdId
            @($projects.Files) + $projects.Profiles | Should -Not -BeNullOrEmpty
        }

        It 'is named when there is none, and the next one comes' {
            $projects = Get-BambuProject nothing, $ThirdId -ErrorAction SilentlyContinue -ErrorVariable faults
            $projects.ProjectId | Should -Be $ThirdId
            $faults | Should -HaveCount 1
            $faults[0].FullyQualifiedErrorId | Should -Be 'BambuCloud.NotFound,BambuCloud.Cmdlets.GetBambuProject'
            $faults[0].CategoryInfo.Category | Should -Be 'ObjectNotFound'
            $faults[0].TargetObject | Should -Be 'nothing'
            "$($faults[0])" | Should -BeLike "The account has no project 'nothing' (HTTP 40*). Get-BambuProject lists*"
        }

        It 'cannot leave its place for what its id holds' {
            $before = Get-RequestCount $cloud 'GET /v1/iot-service/api/user/bind'
            (Get-Fault { Get-BambuProject '../bind' }).FullyQualifiedErrorId | Should -BeLike 'BambuCloud.NotFound,*'
            Get-RequestCount $cloud 'GET /v1/iot-service/api/user/bind' | Should -Be $before
        }

        It 'is exported without the signature of its address' {
            $project = Get-BambuProject $ThirdId
            $project | Test-Exposure '5f1d', 'X-Amz-Signature', $cloud.AccessToken | Should -BeFalse
            ($project | ConvertTo-Json -Depth 6 | ConvertFrom-Json).Name | Should -Be 'Lamp shade 1'
        }
    }

    It 'takes an id or -First, and not both' {
        { Get-BambuProject -ProjectId proj_001 -First 1 } | Should -Throw -ErrorId 'AmbiguousParameterSet,*'
    }
}
